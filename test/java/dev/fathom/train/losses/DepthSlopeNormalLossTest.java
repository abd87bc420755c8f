package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class DepthSlopeNormalLossTest {
  private static final Shape SQUARE = Shape.of(1, 2, 2, 1);
  private static final Shape WIDE = Shape.of(2, 3, 4, 1);
  private static final double NAN = Double.NaN;

  @Test
  void slopesDifferByTheirAbsoluteErrorsInBothDirections() {
    // Errors 1, 3 / 2, 0: across 2 and −2, down 1 and −3
    double[] truth = {0, 0, 0, 0};
    assertEquals(
        (2 + 2) / 2.0 + (1 + 3) / 2.0,
        Loss.against(SQUARE, truth, DepthGradient::of).at(1, 3, 2, 0),
        1e-12);
  }

  @Test
  void aShiftOfAllDepthsChangesNoSlopeAndNoNormal() {
    double[] truth = Loss.random(3, 24);
    double[] moved = truth.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += 7;
    }
    assertEquals(0, Loss.against(WIDE, truth, DepthGradient::of).at(moved), 1e-12);
    assertEquals(0, Loss.against(WIDE, truth, SurfaceNormals::of).at(moved), 1e-12);
  }

  @Test
  void normalsDifferByOneMinusTheirCosine() {
    // One pixel has both neighbours: truth is flat, the prediction has steps of 1 and 2
    double expected = 1 - 1 / Math.sqrt(1 + 4 + 1);
    assertEquals(
        expected, Loss.against(SQUARE, new double[4], SurfaceNormals::of).at(0, 1, 2, 9), 1e-12);
  }

  @Test
  void thePartsAreWeighedByEquation6() {
    double[] truth = Loss.random(1, 24);
    double[] predicted = Loss.random(2, 24);
    double depth = Loss.against(WIDE, truth, ReverseHuber::of).at(predicted);
    double slope = Loss.against(WIDE, truth, DepthGradient::of).at(predicted);
    double normal = Loss.against(WIDE, truth, SurfaceNormals::of).at(predicted);
    assertEquals(
        0.6 * depth + 0.2 * slope + 0.2 * normal,
        Loss.against(WIDE, truth, DepthSlopeNormalLoss.DEFAULT::of).at(predicted),
        1e-12);
  }

  @Test
  void onlyStepsBetweenKnownPixelsCount() {
    // The lower left is unknown: across one step, down one step, no pixel with both
    double[] truth = {0, 0, NAN, 0};
    double[] predicted = {1, 3, 50, 4};
    assertEquals(2 + 1, Loss.against(SQUARE, truth, DepthGradient::of).at(predicted), 1e-12);
    assertEquals(0, Loss.against(SQUARE, truth, SurfaceNormals::of).at(predicted));
    Loss.against(SQUARE, truth, DepthSlopeNormalLoss.DEFAULT::of).assertBlindTo(predicted, 2);
  }

  @Test
  void gradientsAreTheFiniteDifferences() {
    double[] truth = Loss.random(1, 24);
    truth[5] = NAN;
    truth[18] = NAN;
    double[] predicted = Loss.random(2, 24);
    Loss.against(WIDE, truth, DepthGradient::of).assertGradientAt(predicted);
    Loss.against(WIDE, truth, SurfaceNormals::of).assertGradientAt(predicted);
  }

  @Test
  void theTruthIsTheLeast() {
    double[] truth = Loss.random(1, 24);
    Loss.against(WIDE, truth, DepthSlopeNormalLoss.DEFAULT::of).assertLeastAt(truth, 8);
  }

  @Test
  void weightsMustBeFiniteAndNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> new DepthSlopeNormalLoss(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new DepthSlopeNormalLoss(1, NAN, 0));
  }
}
