package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Negative log-likelihood of the truth under a Student t distribution at the prediction, without
 * its constant: s/2 + (ν+1)/2 ln(1 + (p − p̂)² e^(−s) / ν), with s the log of the squared scale.
 *
 * <p>Where most pixels are right and few are far off, a Gaussian's σ would follow the few; this one
 * stays with the many. The prediction is held: learning how sure to be does not disturb what is
 * predicted.
 *
 * <p>Source: Lange, Little and Taylor 1989, section 2.
 *
 * @param freedom ν, degrees of freedom
 */
public record StudentLikelihood(double freedom) {
  /** Heavy tails, as matching errors have. */
  public static final StudentLikelihood FOUR = new StudentLikelihood(4);

  private static final double LOG_VARIANCE_LIMIT = 14;

  public StudentLikelihood {
    if (!(freedom > 0 && Double.isFinite(freedom))) {
      throw new IllegalArgumentException("freedom must be positive, found " + freedom);
    }
  }

  /**
   * The mean over the pixels with known truth.
   *
   * <p>Shape: all three the same. Invalid: NaN or infinite truth is left out.
   */
  public Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> logVariance, Operand<TFloat64> truth) {
    Known known = Known.of(tf, tf.stopGradient(predicted), truth);
    Operand<TFloat64> s =
        tf.math.maximum(
            tf.math.minimum(logVariance, tf.constant(LOG_VARIANCE_LIMIT)),
            tf.constant(-LOG_VARIANCE_LIMIT));
    Operand<TFloat64> square = tf.math.square(known.error(tf));
    Operand<TFloat64> ratio =
        Maps.scaled(tf, tf.math.mul(square, tf.math.exp(tf.math.neg(s))), 1 / freedom);
    return known.mean(
        tf,
        tf.math.add(
            Maps.scaled(tf, s, 0.5), Maps.scaled(tf, tf.math.log1p(ratio), 0.5 * (freedom + 1))));
  }
}
