package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Negative log-likelihood of the truth under a Laplace distribution at the prediction, without the
 * constant ln √2: s/2 + √2 |p − p̂| e^(−s/2), with s = ln σ² and the distribution's scale b = σ/√2.
 *
 * <p>Its tails are those of stereo errors, where a wrong match is far off. The gradient reaches
 * prediction and log-variance.
 *
 * <p>Source: Kendall and Gal 2017, with the Laplace likelihood they use; Ilg et al. 2018.
 */
public final class LaplaceLikelihood {
  /** σ from 10⁻³ to 10³ in the maps' unit. */
  private static final double LOG_VARIANCE_LIMIT = 14;

  private LaplaceLikelihood() {}

  /**
   * The mean over the pixels with known truth.
   *
   * <p>Shape: all three the same. Invalid: NaN or infinite truth is left out.
   */
  public static Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> logVariance, Operand<TFloat64> truth) {
    Known known = Known.of(tf, predicted, truth);
    Operand<TFloat64> s =
        tf.math.maximum(
            tf.math.minimum(logVariance, tf.constant(LOG_VARIANCE_LIMIT)),
            tf.constant(-LOG_VARIANCE_LIMIT));
    Operand<TFloat64> half = Maps.scaled(tf, s, 0.5);
    Operand<TFloat64> scaled = tf.math.mul(known.absoluteError(tf), tf.math.exp(tf.math.neg(half)));
    return known.mean(tf, tf.math.add(half, Maps.scaled(tf, scaled, Math.sqrt(2))));
  }
}
