package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Cross-entropy between the scores of candidate disparities (or depths) and a distribution that
 * falls off from the truth: it asks for one peak at the right place, where the error of the mean
 * would also accept two wrong ones that balance.
 *
 * <p>The target's weights are softmax(−|d_k − d*| / b) over the candidates, so that truth between
 * two candidates is shared by both.
 *
 * <p>Source: Tulyakov et al. 2018 (PDS), sub-pixel cross-entropy, with its b = 2 for candidates 2
 * px apart.
 *
 * @param scale b, in the candidates' unit
 * @param reach pixels whose nearest candidate is farther from the truth than this are left out
 */
public record CandidateCrossEntropy(double scale, double reach) {
  public CandidateCrossEntropy {
    if (!(scale > 0 && Double.isFinite(scale) && reach > 0)) {
      throw new IllegalArgumentException(
          "scale and reach must be positive, found " + scale + " and " + reach);
    }
  }

  /**
   * The mean over the pixels whose truth is known and within reach.
   *
   * @param logits one a candidate, float64 [N, H, W, K]
   * @param candidates their values, float64 [N, H, W, K], or [1, 1, 1, K] where all pixels share
   *     them; no gradient goes through them
   * @param truth float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out
   */
  public Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> logits, Operand<TFloat64> candidates, Operand<TFloat64> truth) {
    Known known = Known.of(tf, truth, truth);
    Operand<TFloat64> distance =
        tf.stopGradient(tf.math.abs(tf.math.sub(candidates, known.truth())));
    // Laplace's shape over the candidates that there are, summing to 1
    Operand<TFloat64> target =
        tf.stopGradient(tf.nn.softmax(Maps.scaled(tf, distance, -1 / scale)));
    // −Σ_k target ln softmax(logits)
    Operand<TFloat64> entropy =
        tf.math.neg(
            tf.expandDims(
                tf.sum(tf.math.mul(target, Maps.logSoftmax(tf, logits)), tf.constant(3)),
                tf.constant(3)));
    Operand<TFloat64> nearest = tf.expandDims(tf.min(distance, tf.constant(3)), tf.constant(3));
    Operand<TFloat64> near =
        tf.select(
            tf.math.lessEqual(nearest, tf.constant(reach)),
            known.mask(),
            Maps.zeros(tf, known.mask()));
    return Maps.mean(tf, entropy, near);
  }
}
