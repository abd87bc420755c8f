package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PoseLossTest {
  private static final Shape POSES = Shape.of(2, 4, 4);
  private static final double NAN = Double.NaN;

  /** Turned by {@code angle} about z, at (x, y, z). */
  private static double[] pose(double angle, double x, double y, double z) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new double[] {c, -s, 0, x, s, c, 0, y, 0, 0, 1, z, 0, 0, 0, 1};
  }

  private static double[] both(double[] a, double[] b) {
    double[] both = new double[32];
    System.arraycopy(a, 0, both, 0, 16);
    System.arraycopy(b, 0, both, 16, 16);
    return both;
  }

  private static final double[] TRUTH = both(pose(0.2, 1, 2, 3), pose(-0.1, 0, 0, 1));
  private static final double[] PREDICTED = both(pose(0.5, 1.5, 2, 2), pose(-0.1, 0, 0.2, 1));

  @Test
  void theErrorIsTruthLessPredictionInTheOrderOfARosCovariance() {
    double[] weights = {1, 2, 3, 4, 5, 6};
    Loss error =
        new Loss(
            POSES,
            (tf, x) ->
                Maps.sum(
                    tf,
                    tf.math.mul(
                        PoseError.of(tf, x, LossGraph.constant(tf, POSES, TRUTH)),
                        tf.constant(weights))));
    double first = -0.5 + 3 * 1 + 6 * Math.sin(-0.3);
    double second = -0.2 * 2;
    assertEquals(first + second, error.at(PREDICTED), 1e-12);
    error.assertGradientAt(both(pose(0, 0, 0, 0), pose(0, 0, 0, 0)));
  }

  @Test
  void squaresAreWeighedByBeta() {
    Loss loss = squared(TRUTH);
    double rotation = Math.sin(0.3) * Math.sin(0.3);
    assertEquals((0.25 + 1 + 4 * rotation + 0.04) / 2, loss.at(PREDICTED), 1e-12);
    loss.assertGradientAt(PREDICTED);
  }

  @Test
  void aPoseWithoutTruthIsLeftOut() {
    double[] truth = TRUTH.clone();
    truth[16] = NAN;
    Loss loss = squared(truth);
    assertEquals(0.25 + 1 + 4 * Math.sin(0.3) * Math.sin(0.3), loss.at(PREDICTED), 1e-12);
    loss.assertBlindTo(PREDICTED, 16, 19, 23, 27);
  }

  @Test
  void theTruthHasNoLossAndAFiniteGradient() {
    assertEquals(0, squared(TRUTH).at(TRUTH), 1e-15);
    squared(TRUTH).assertBlindTo(TRUTH, 3, 7, 11);
  }

  @Test
  void theLikelihoodWeighsEachComponentByItsVariance() {
    double[] s = {-1, 0, 1, 0, 0, -2, 0, -3, 0, 0, 0, 0};
    Loss loss =
        new Loss(
            POSES,
            (tf, x) ->
                PoseLoss.likelihood(
                    tf,
                    x,
                    LossGraph.constant(tf, Shape.of(2, 6), s),
                    LossGraph.constant(tf, POSES, TRUTH)));
    double rotation = Math.sin(0.3) * Math.sin(0.3);
    double first = -1 + 1 - 2 + 0.25 * Math.exp(1) + Math.exp(-1) + rotation * Math.exp(2);
    double second = -3 + 0.04 * Math.exp(3);
    assertEquals((first + second) / 4, loss.at(PREDICTED), 1e-12);
    loss.assertGradientAt(PREDICTED);
    new Loss(
            Shape.of(2, 6),
            (tf, x) ->
                PoseLoss.likelihood(
                    tf,
                    LossGraph.constant(tf, POSES, PREDICTED),
                    x,
                    LossGraph.constant(tf, POSES, TRUTH)))
        .assertGradientAt(s);
  }

  @Test
  void betaMustNotBeNegative() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Loss(POSES, (tf, x) -> PoseLoss.squared(tf, x, x, -1)).at(TRUTH));
  }

  private static Loss squared(double[] truth) {
    return Loss.against(POSES, truth, (tf, p, t) -> PoseLoss.squared(tf, p, t, 4));
  }
}
