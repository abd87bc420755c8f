package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class NormalisedMseTest {
  private static final Shape SHAPE = Shape.of(2, 1, 3, 1);
  private static final double[] TRUTH = {1, 2, 3, 10, 20, 50};
  private static final double[] PREDICTED = {5, 6, 9, 0.1, 0.4, 0.3};

  private static Loss loss(double... truth) {
    return Loss.against(SHAPE, truth, NormalisedMse::of);
  }

  @Test
  void eachImageIsBroughtToItsOwnRangeFirst() {
    // Truth 0, 0.5, 1 and 0, 0.25, 1; prediction 0, 0.25, 1 and 0, 1, 2/3
    double expected = (0.0625 + 0.5625 + 1 / 9.0) / 6;
    assertEquals(expected, loss(TRUTH).at(PREDICTED), 1e-12);
  }

  @Test
  void aFactorAndAShiftOfAnImageCostNothing() {
    assertEquals(0, loss(TRUTH).at(3, 5, 7, -1, 0, 3), 1e-12);
  }

  @Test
  void unknownPixelsSetNoRange() {
    double[] truth = {1, Double.NaN, 3, 10, 20, 50};
    double[] predicted = {5, 600, 9, 0.1, 0.4, 0.3};
    assertEquals((0.5625 + 1 / 9.0) / 5, loss(truth).at(predicted), 1e-12);
    loss(truth).assertBlindTo(predicted, 1);
  }

  @Test
  void aFlatOrUnknownImageIsHarmless() {
    double nan = Double.NaN;
    loss(1, 1, 1, nan, nan, nan).assertBlindTo(new double[] {2, 2, 2, 1, 2, 3}, 3, 4, 5);
  }

  @Test
  void itsGradientIsTheFiniteDifference() {
    loss(TRUTH).assertGradientAt(PREDICTED);
    loss(1, Double.NaN, 3, 10, 20, 50).assertGradientAt(PREDICTED);
  }
}
