package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
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
  void theDistanceIsRobustAndTheLikelihoodHasTails() {
    double[] s = {-1, 0, 1, 0, 0, -2, 0, -3, 0, 0, 0, 0};
    double[] unit = {0.5, 0.5, 0.5, 0.1, 0.1, 0.1};
    double turn = Math.sin(0.3);
    double far = distance(1) + distance(2) + distance(turn / 0.1) + distance(0.4);
    double first =
        -0.5 + 0.5 - 1 + tail(0.25 * Math.E) + tail(Math.exp(-1)) + tail(turn * turn * Math.exp(2));
    double second = -1.5 + tail(0.04 * Math.exp(3));
    assertEquals((far + first + second) / 2, robust(s, unit).at(PREDICTED), 1e-12);
  }

  private static double distance(double share) {
    return Math.sqrt(1 + share * share) - 1;
  }

  private static double tail(double square) {
    return 2.5 * Math.log1p(square / 4);
  }

  @Test
  void theDistanceAloneMovesThePoseAndTheLikelihoodAloneTheVariance() {
    double[] unit = {0.5, 0.5, 0.5, 0.1, 0.1, 0.1};
    double[] sure = new double[12];
    double[] unsure = new double[12];
    Arrays.fill(sure, -6);
    Arrays.fill(unsure, 6);
    assertArrayEquals(
        robust(sure, unit).gradientAt(PREDICTED), robust(unsure, unit).gradientAt(PREDICTED));
    new Loss(
            Shape.of(2, 6),
            (tf, x) ->
                PoseLoss.robust(
                    tf,
                    LossGraph.constant(tf, POSES, PREDICTED),
                    x,
                    LossGraph.constant(tf, POSES, TRUTH),
                    unit))
        .assertGradientAt(new double[] {-1, 0, 1, 0, 0, -2, 0, -3, 0, 0, 0, 0});
  }

  private static Loss robust(double[] logVariance, double[] unit) {
    return new Loss(
        POSES,
        (tf, x) ->
            PoseLoss.robust(
                tf,
                x,
                LossGraph.constant(tf, Shape.of(2, 6), logVariance),
                LossGraph.constant(tf, POSES, TRUTH),
                unit));
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
