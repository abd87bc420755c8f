package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompletionErrorsTest {
  @Test
  void everyMeasureIsItsFormula() {
    CompletionErrors.Accumulator errors = new CompletionErrors.Accumulator();
    errors.add(2, 4);
    errors.add(10, 5);
    errors.endImage();
    CompletionErrors e = errors.mean();
    assertEquals(1000 * Math.sqrt((4.0 + 25.0) / 2), e.rmseMillimetres(), 1e-9);
    assertEquals(3500, e.maeMillimetres(), 1e-9);
    // 1/2 − 1/4 m⁻¹ are 250 km⁻¹, 1/10 − 1/5 are −100.
    assertEquals(Math.sqrt((250.0 * 250 + 100 * 100) / 2), e.iRmsePerKilometre(), 1e-9);
    assertEquals(175, e.iMaePerKilometre(), 1e-9);
    assertEquals(1, e.coverage());
  }

  @Test
  void holesThatWereLeftLowerTheCoverageOnly() {
    CompletionErrors.Accumulator errors = new CompletionErrors.Accumulator();
    errors.add(Double.NaN, 4);
    errors.add(0, 4);
    errors.add(4, 4);
    errors.endImage();
    errors.add(5, 4);
    errors.endImage();
    assertEquals(0.5, errors.mean().coverage());
    assertEquals(500, errors.mean().maeMillimetres(), 1e-9);
  }
}
