package dev.fathom.eval;

import static dev.fathom.eval.DepthOrder.EQUAL;
import static dev.fathom.eval.DepthOrder.FIRST_FARTHER;
import static dev.fathom.eval.DepthOrder.SECOND_FARTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OrdinalErrorsTest {
  @Test
  void depthsAreEqualUpToTheThreshold() {
    assertEquals(EQUAL, DepthOrder.of(5, 4, 0.25));
    assertEquals(EQUAL, DepthOrder.of(4, 5, 0.25));
    assertEquals(FIRST_FARTHER, DepthOrder.of(5.01, 4, 0.25));
    assertEquals(SECOND_FARTHER, DepthOrder.of(4, 5.01, 0.25));
    assertEquals(FIRST_FARTHER, DepthOrder.of(-1, -1.5, 0));
    assertEquals(EQUAL, DepthOrder.of(3, 3, 0));
  }

  @Test
  void pairsCountByTheirWeightWithinAnImage() {
    OrdinalErrors.Accumulator errors = new OrdinalErrors.Accumulator(0.1);
    errors.add(2, 1, FIRST_FARTHER, 3);
    errors.add(2, 1, SECOND_FARTHER, 1);
    errors.add(2, 1, EQUAL, 2);
    errors.add(1, 1.05, EQUAL, 2);
    errors.endImage();
    errors.add(1, 1.05, SECOND_FARTHER, 7);
    errors.endImage();
    OrdinalErrors e = errors.mean();
    assertEquals(0.1, e.tau());
    assertEquals((3.0 / 8 + 1) / 2, e.disagreement(), 1e-12);
    assertEquals(0.5, e.equalDisagreement(), 1e-12);
    assertEquals((0.25 + 1) / 2, e.unequalDisagreement(), 1e-12);
  }

  @Test
  void onePairAnImageGivesThePlainShare() {
    OrdinalErrors.Accumulator errors = new OrdinalErrors.Accumulator(0);
    double[][] pairs = {{1, 2}, {2, 1}, {3, 3}, {Double.NaN, 1}};
    for (double[] pair : pairs) {
      errors.add(pair[0], pair[1], SECOND_FARTHER, 1);
      errors.endImage();
    }
    assertEquals(0.75, errors.mean().disagreement());
    assertEquals(Double.NaN, errors.mean().equalDisagreement());
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new OrdinalErrors.Accumulator(-0.1));
    OrdinalErrors.Accumulator errors = new OrdinalErrors.Accumulator(0);
    assertThrows(IllegalArgumentException.class, () -> errors.add(1, 2, EQUAL, 0));
  }
}
