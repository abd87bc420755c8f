package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class GaussianLikelihoodTest {
  private static final Shape SHAPE = Shape.of(1, 1, 3);
  private static final double[] PREDICTED = {0.5, 0.2, 0.9};
  private static final double[] TRUTH = {0.4, 0.5, 0.9};
  private static final double[] LOG_VARIANCE = {-4, -2, -6};

  @Test
  void isTheHandComputedMean() {
    double expected =
        (0.5 * (-4 + 0.01 * Math.exp(4)) + 0.5 * (-2 + 0.09 * Math.exp(2)) + 0.5 * -6) / 3;
    try (LossGraph graph = ofLogVariance()) {
      assertEquals(expected, graph.loss(LOG_VARIANCE), 1e-12);
    }
  }

  @Test
  void isLeastWhereTheVarianceIsTheSquaredError() {
    try (LossGraph graph = ofLogVariance()) {
      double[] best = {Math.log(0.01), Math.log(0.09), -14};
      double least = graph.loss(best);
      for (double step : new double[] {-0.1, 0.1}) {
        double[] moved = {best[0] + step, best[1], best[2]};
        assertEquals(1, Math.signum(graph.loss(moved) - least));
      }
    }
  }

  @Test
  void theGradientOfTheLogVarianceIsTheFiniteDifference() {
    try (LossGraph graph = ofLogVariance()) {
      graph.assertGradientMatchesFiniteDifferences(LOG_VARIANCE, 1e-5, 1e-8);
    }
  }

  private static LossGraph ofLogVariance() {
    return new LossGraph(
        SHAPE,
        (tf, logVariance) ->
            GaussianLikelihood.loss(
                tf,
                LossGraph.constant(tf, SHAPE, PREDICTED),
                logVariance,
                LossGraph.constant(tf, SHAPE, TRUTH)));
  }

  @Test
  void nothingPullsAtThePrediction() {
    Shape joined = Shape.of(2, 1, 3);
    // Prediction and log-variance as one input: the first half's gradient must be 0.
    try (LossGraph graph =
        new LossGraph(
            joined,
            (tf, both) ->
                GaussianLikelihood.loss(
                    tf,
                    tf.slice(
                        both, tf.constant(new int[] {0, 0, 0}), tf.constant(new int[] {1, 1, 3})),
                    tf.slice(
                        both, tf.constant(new int[] {1, 0, 0}), tf.constant(new int[] {1, 1, 3})),
                    LossGraph.constant(tf, SHAPE, TRUTH)))) {
      double[] gradient = graph.gradient(new double[] {0.5, 0.2, 0.9, -4, -2, -6});
      assertEquals(0, gradient[0]);
      assertEquals(0, gradient[1]);
      assertEquals(0, gradient[2]);
      assertEquals(0.5 * (1 - 0.01 * Math.exp(4)) / 3, gradient[3], 1e-12);
    }
  }
}
