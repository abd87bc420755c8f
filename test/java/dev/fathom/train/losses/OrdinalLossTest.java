package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class OrdinalLossTest {
  private static final Shape SHAPE = Shape.of(2, 2, 3, 1);
  private static final double[] Z = {1, 2, 3, 4, 5, 6, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

  /** Two pairs an image: points (row, column) of the image of two rows and three columns. */
  private static final int[] PAIRS = {
    0, 0, 1, 2, /**/ 0, 1, 1, 0, //
    0, 2, 1, 1, /**/ 1, 0, 0, 0
  };

  private static Loss loss(double... relations) {
    return new Loss(
        SHAPE,
        (tf, z) ->
            OrdinalLoss.of(
                tf,
                z,
                tf.reshape(tf.constant(PAIRS), tf.constant(new int[] {2, 2, 4})),
                LossGraph.constant(tf, Shape.of(2, 2), relations)));
  }

  @Test
  void nearerFartherAndEqualPairsFollowThePaper() {
    // Pairs' values: (1, 6), (2, 4), (0.3, 0.5), (0.4, 0.1)
    double expected =
        (Math.log(1 + Math.exp(5))
                + Math.log(1 + Math.exp(-2))
                + 0.04
                + Math.log(1 + Math.exp(-0.3)))
            / 4;
    assertEquals(expected, loss(1, -1, 0, 1).at(Z), 1e-12);
  }

  @Test
  void aPairWithoutRelationIsLeftOut() {
    Loss loss = loss(Double.NaN, Double.NaN, 0, Double.NaN);
    assertEquals(0.04, loss.at(Z), 1e-12);
    loss.assertBlindTo(Z, 0, 1, 2, 3, 4, 5, 6, 9);
  }

  @Test
  void theGradientRaisesTheNearerPointAndReachesNoOther() {
    double[] gradient = loss(1, Double.NaN, Double.NaN, Double.NaN).gradientAt(Z);
    double pull = 1 / (1 + Math.exp(-5));
    double[] expected = new double[12];
    expected[0] = -pull;
    expected[5] = pull;
    assertArrayEquals(expected, gradient, 1e-12);
  }

  @Test
  void itsGradientIsTheFiniteDifference() {
    loss(1, -1, 0, 1).assertGradientAt(Z);
  }
}
