package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The losses of ego-motion with known truth.
 *
 * <p>Shape: poses float64 [N, 4, 4]. Invalid: a pose of which any element of the truth is NaN is
 * left out.
 *
 * <p>Source: Kendall et al. 2015 (PoseNet), equation 2, with squares; Kendall and Gal 2017,
 * equation 8, for the six components each with its own variance.
 */
public final class PoseLoss {
  /** σ from 10⁻⁵ to 10³ metres or radians. */
  private static final double MIN_LOG_VARIANCE = -23;

  private static final double MAX_LOG_VARIANCE = 14;

  private PoseLoss() {}

  /**
   * The mean of ‖t* − t̂‖² + β ‖r‖², with r the rotation's error as in {@link PoseError}.
   *
   * @param beta β, metres² a radian²
   */
  public static Operand<TFloat64> squared(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth, double beta) {
    Weights.check("beta", beta);
    Judged judged = Judged.of(tf, predicted, truth);
    Operand<TFloat64> weights = tf.constant(new double[] {1, 1, 1, beta, beta, beta});
    return judged.mean(tf, tf.math.mul(tf.math.square(judged.error()), weights));
  }

  /**
   * The mean of Σ ½ (s + e² e^(−s)) over the six components, without constants; the gradient
   * reaches the pose and the log-variances.
   *
   * @param logVariance s, float64 [N, 6], in the order of {@link PoseError}: the logarithms of a
   *     ROS covariance's diagonal
   */
  public static Operand<TFloat64> likelihood(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> logVariance, Operand<TFloat64> truth) {
    Judged judged = Judged.of(tf, predicted, truth);
    Operand<TFloat64> s =
        tf.math.maximum(
            tf.math.minimum(logVariance, tf.constant(MAX_LOG_VARIANCE)),
            tf.constant(MIN_LOG_VARIANCE));
    Operand<TFloat64> scaled =
        tf.math.mul(tf.math.square(judged.error()), tf.math.exp(tf.math.neg(s)));
    return judged.mean(tf, Maps.scaled(tf, tf.math.add(s, scaled), 0.5));
  }

  /** Errors, and which of them count. Shape: [N, 6], [N]. */
  private record Judged(Operand<TFloat64> error, Operand<TFloat64> mask) {
    static Judged of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
      Known elements = Known.of(tf, predicted, truth);
      Operand<TFloat64> whole = tf.min(Maps.images(tf, elements.mask()), tf.constant(1));
      return new Judged(PoseError.of(tf, elements.predicted(), elements.truth()), whole);
    }

    /** Sum over the components, mean over the poses that count. */
    Operand<TFloat64> mean(Ops tf, Operand<TFloat64> components) {
      return Maps.mean(tf, tf.sum(components, tf.constant(1)), mask);
    }
  }
}
