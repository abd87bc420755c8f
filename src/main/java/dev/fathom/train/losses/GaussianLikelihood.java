package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Negative log-likelihood of the truth under a Gaussian at the prediction, without the constant ln
 * √(2π): ½ (s + (p − p̂)² e^(−s)) with s = ln σ².
 *
 * <p>With {@link #loss} the gradient reaches the log-variance alone: the prediction is held, so
 * that learning how sure to be does not disturb what is predicted. With {@link #joint} it reaches
 * both.
 *
 * <p>Source: Kendall and Gal 2017, equation 8.
 */
public final class GaussianLikelihood {
  /** σ from 10⁻³ to e of the depth range: beyond, e^(−s) would let one pixel rule the batch. */
  private static final double MIN_LOG_VARIANCE = -14;

  private static final double MAX_LOG_VARIANCE = 2;

  /** σ from 10⁻³ to 10³, for maps in pixels or metres. */
  private static final double LOG_VARIANCE_LIMIT = 14;

  private GaussianLikelihood() {}

  /**
   * The mean over all pixels.
   *
   * <p>Shape: all three the same.
   */
  public static Operand<TFloat64> loss(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> logVariance, Operand<TFloat64> truth) {
    Operand<TFloat64> s =
        tf.math.maximum(
            tf.math.minimum(logVariance, tf.constant(MAX_LOG_VARIANCE)),
            tf.constant(MIN_LOG_VARIANCE));
    Operand<TFloat64> square = tf.math.square(tf.math.sub(tf.stopGradient(predicted), truth));
    Operand<TFloat64> scaled = tf.math.mul(square, tf.math.exp(tf.math.neg(s)));
    Operand<TFloat64> total = tf.math.mul(tf.math.add(s, scaled), tf.constant(0.5));
    return tf.math.mean(tf.reshape(total, tf.constant(new int[] {-1})), tf.constant(0));
  }

  /**
   * The mean over the pixels with known truth, with a gradient for prediction and log-variance.
   *
   * <p>Shape: all three the same. Invalid: NaN or infinite truth is left out.
   */
  public static Operand<TFloat64> joint(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> logVariance, Operand<TFloat64> truth) {
    Known known = Known.of(tf, predicted, truth);
    Operand<TFloat64> s =
        tf.math.maximum(
            tf.math.minimum(logVariance, tf.constant(LOG_VARIANCE_LIMIT)),
            tf.constant(-LOG_VARIANCE_LIMIT));
    Operand<TFloat64> scaled =
        tf.math.mul(tf.math.square(known.error(tf)), tf.math.exp(tf.math.neg(s)));
    return known.mean(tf, Maps.scaled(tf, tf.math.add(s, scaled), 0.5));
  }
}
