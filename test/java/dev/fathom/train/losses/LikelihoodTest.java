package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class LikelihoodTest {
  private static final Shape BOTH = Shape.of(2, 1, 3);
  private static final double NAN = Double.NaN;

  /** A likelihood of prediction and log-variance. */
  private interface Likelihood {
    Operand<TFloat64> of(
        Ops tf,
        Operand<TFloat64> predicted,
        Operand<TFloat64> logVariance,
        Operand<TFloat64> truth);
  }

  /** The first three elements are the prediction, the others its log-variance. */
  private static Loss loss(Likelihood likelihood, double... truth) {
    return new Loss(
        BOTH,
        (tf, both) ->
            likelihood.of(
                tf,
                part(tf, both, 0),
                part(tf, both, 1),
                LossGraph.constant(tf, Shape.of(1, 1, 3), truth)));
  }

  private static Operand<TFloat64> part(Ops tf, Operand<TFloat64> both, int part) {
    return tf.slice(both, tf.constant(new int[] {part, 0, 0}), tf.constant(new int[] {1, 1, 3}));
  }

  @Test
  void theGaussiansIsHalfOfVarianceAndSquare() {
    // Errors 0.5 and −1; the middle one is unknown
    Loss loss = loss(GaussianLikelihood::joint, 1, NAN, 3);
    double[] x = {1.5, 7, 2, -1, 9, 0.5};
    double expected = (0.5 * (-1 + 0.25 * Math.exp(1)) + 0.5 * (0.5 + Math.exp(-0.5))) / 2;
    assertEquals(expected, loss.at(x), 1e-12);
    loss.assertGradientAt(x);
    loss.assertBlindTo(x, 1, 4);
  }

  @Test
  void theLaplaciansIsTheAbsoluteErrorOverItsScale() {
    Loss loss = loss(LaplaceLikelihood::of, 1, NAN, 3);
    double[] x = {1.5, 7, 2, -1, 9, 0.5};
    // b = σ / √2: ln b + |e| / b, but for the constant ln √2 taken away twice
    double b1 = Math.exp(-0.5) / Math.sqrt(2);
    double b2 = Math.exp(0.25) / Math.sqrt(2);
    double expected =
        (Math.log(b1) + 0.5 / b1 + Math.log(b2) + 1 / b2) / 2 + Math.log(Math.sqrt(2));
    assertEquals(expected, loss.at(x), 1e-12);
    loss.assertGradientAt(x);
    loss.assertBlindTo(x, 1, 4);
  }

  @Test
  void bothAreLeastAtTheTruthWithTheErrorsVariance() {
    // Of one error e: Gaussian σ = |e|, Laplace σ = √2 |e|
    double e = 0.3;
    for (double step : new double[] {-0.1, 0.1}) {
      double[] gauss = {e, 0, 0, 2 * Math.log(e), 0, 0};
      double[] laplace = {e, 0, 0, 2 * Math.log(e * Math.sqrt(2)), 0, 0};
      double[] gaussMoved = gauss.clone();
      gaussMoved[3] += step;
      double[] laplaceMoved = laplace.clone();
      laplaceMoved[3] += step;
      Loss g = loss(GaussianLikelihood::joint, 0, NAN, NAN);
      Loss l = loss(LaplaceLikelihood::of, 0, NAN, NAN);
      assertEquals(1, Math.signum(g.at(gaussMoved) - g.at(gauss)));
      assertEquals(1, Math.signum(l.at(laplaceMoved) - l.at(laplace)));
    }
  }

  @Test
  void huberIsAParabolaUpToDeltaAndALineBeyond() {
    Shape row = Shape.of(1, 1, 3);
    Loss loss = Loss.against(row, new double[] {0, 0, NAN}, new HuberLoss(2)::of);
    assertEquals((0.5 + 2 * (3 - 1)) / 2, loss.at(1, -3, 5), 1e-12);
    loss.assertGradientAt(1, -3, 5);
    loss.assertBlindTo(new double[] {1, -3, 5}, 2);
    assertThrows(IllegalArgumentException.class, () -> new HuberLoss(0));
  }

  @Test
  void completionAddsTheErrorOfItsSlopes() {
    Shape map = Shape.of(1, 2, 2, 1);
    double[] truth = {1, NAN, 1, 1};
    double[] predicted = {2, 30, 4, 1};
    // Errors 1, 3 and 0; steps of the error: down 2, across −3
    Loss l1 = Loss.against(map, truth, new CompletionLoss(CompletionLoss.Penalty.L1, 0.5)::of);
    assertEquals(4 / 3.0 + 0.5 * (2 + 3), l1.at(predicted), 1e-12);
    l1.assertBlindTo(predicted, 1);
    Loss berHu =
        Loss.against(map, truth, new CompletionLoss(CompletionLoss.Penalty.REVERSE_HUBER, 0)::of);
    assertEquals(
        Loss.against(map, truth, ReverseHuber::of).at(predicted), berHu.at(predicted), 1e-12);
    assertThrows(
        IllegalArgumentException.class,
        () -> new CompletionLoss(CompletionLoss.Penalty.L1, Double.NaN));
  }
}
