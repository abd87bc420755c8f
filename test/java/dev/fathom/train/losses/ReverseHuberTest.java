package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ReverseHuberTest {
  private static final Shape SHAPE = Shape.of(2, 1, 2, 1);
  private static final double[] TRUTH = {1, 2, 3, 4};

  private static Loss loss(double... truth) {
    return Loss.against(SHAPE, truth, ReverseHuber::of);
  }

  @Test
  void isL1BelowAFifthOfTheGreatestErrorAndAParabolaAbove() {
    // Errors 0.1, 0.5, 2 and 0: c = 0.4
    double expected = (0.1 + (0.25 + 0.16) / 0.8 + (4 + 0.16) / 0.8 + 0) / 4;
    assertEquals(expected, loss(TRUTH).at(1.1, 1.5, 5, 4), 1e-12);
  }

  @Test
  void theThresholdIsHeldForTheGradient() {
    // Signs within c, e / c beyond, over 4 pixels
    assertArrayEquals(
        new double[] {0.25, -0.5 / 0.4 / 4, 2 / 0.4 / 4, 0},
        loss(TRUTH).gradientAt(1.1, 1.5, 5, 4),
        1e-9);
  }

  @Test
  void unknownTruthIsNoErrorAndSetsNoThreshold() {
    Loss loss = loss(1, Double.NaN, 3, Double.POSITIVE_INFINITY);
    // Errors 0.1 and 1: c = 0.2
    assertEquals((0.1 + (1 + 0.04) / 0.4) / 2, loss.at(1.1, 900, 4, 0), 1e-12);
    loss.assertBlindTo(new double[] {1.1, 900, 4, 0}, 1, 3);
  }

  @Test
  void aPerfectPredictionHasNoLossAndAFiniteGradient() {
    assertEquals(0, loss(TRUTH).at(TRUTH));
    loss(TRUTH).assertBlindTo(TRUTH, 0, 1, 2, 3);
  }

  @Test
  void withNoTruthAtAllThereIsNoLoss() {
    Loss loss = loss(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    assertEquals(0, loss.at(TRUTH));
    loss.assertBlindTo(TRUTH, 0, 1, 2, 3);
  }

  @Test
  void theTruthIsTheLeast() {
    loss(TRUTH).assertLeastAt(TRUTH, 5);
  }
}
