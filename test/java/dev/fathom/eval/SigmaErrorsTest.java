package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SigmaErrorsTest {
  @Test
  void pixelsWithoutSigmaDoNotCount() {
    SigmaErrors.Accumulator errors = new SigmaErrors.Accumulator();
    errors.add(2, 2.5, 1);
    errors.add(2, 3.5, 1);
    errors.add(2, 2, Double.NaN);
    errors.add(2, 9, Double.NaN);
    errors.endImage();
    assertEquals(0.5, errors.mean().within1());
    assertEquals(1.0, errors.mean().within2());
  }

  @Test
  void withoutAnyPixelThereIsNoShare() {
    SigmaErrors.Accumulator errors = new SigmaErrors.Accumulator();
    errors.add(2, 2, Double.NaN);
    errors.endImage();
    assertEquals(Double.NaN, errors.mean().within1());
  }

  @Test
  void anErrorOfExactlySigmaIsNotWithin() {
    SigmaErrors.Accumulator errors = new SigmaErrors.Accumulator();
    errors.add(3, 2, 1);
    errors.add(4, 2, 1);
    errors.endImage();
    assertEquals(0, errors.mean().within1());
    assertEquals(0.5, errors.mean().within2());
  }

  @Test
  void likelihoodIsThatOfTheGaussian() {
    SigmaErrors.Accumulator errors = new SigmaErrors.Accumulator();
    errors.add(5, 3, 4);
    errors.endImage();
    errors.add(1, 1, 1);
    errors.add(1, 1, 1);
    errors.endImage();
    double first = -Math.log(Math.exp(-4.0 / 32) / Math.sqrt(2 * Math.PI * 16));
    double second = 0.5 * Math.log(2 * Math.PI);
    assertEquals((first + second) / 2, errors.mean().negativeLogLikelihood(), 1e-12);
  }

  @Test
  void aCalibratedGaussianHasItsShares() {
    Random random = new Random(6);
    SigmaErrors.Accumulator errors = new SigmaErrors.Accumulator();
    for (int i = 0; i < 100_000; i++) {
      double sigma = 0.1 + random.nextDouble();
      errors.add(5 + sigma * random.nextGaussian(), 5, sigma);
    }
    errors.endImage();
    // Three standard deviations of a share of 100 000.
    assertEquals(0.683, errors.mean().within1(), 0.0045, "seed 6");
    assertEquals(0.954, errors.mean().within2(), 0.002, "seed 6");
  }
}
