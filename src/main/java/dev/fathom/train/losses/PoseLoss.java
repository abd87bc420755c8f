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
 * equation 8, for the six components each with its own variance, with the tails of Lange, Little
 * and Taylor 1989.
 */
public final class PoseLoss {
  /** σ from 10⁻⁵ to 10³ metres or radians. */
  private static final double MIN_LOG_VARIANCE = -23;

  private static final double MAX_LOG_VARIANCE = 14;

  /** ν: some motions are far off, as where nothing in a picture holds still. */
  private static final double FREEDOM = 4;

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
   * The mean of Σ √(1 + (e/u)²) − 1 + s/2 + (ν+1)/2 ln(1 + e² e^(−s) / ν) over the six components,
   * ν = 4: a robust distance, whose gradient alone reaches the pose, and the likelihood of a
   * Student t distribution, whose gradient alone reaches the log-variances. So neither the motions
   * that are already right rule the pose, nor the few that went wrong the σ of all.
   *
   * @param logVariance s, float64 [N, 6], in the order of {@link PoseError}: the logarithms of a
   *     ROS covariance's diagonal, but for one factor that calibration finds
   * @param unit u, metres and radians: errors beyond are no longer small
   */
  public static Operand<TFloat64> robust(
      Ops tf,
      Operand<TFloat64> predicted,
      Operand<TFloat64> logVariance,
      Operand<TFloat64> truth,
      double[] unit) {
    Judged judged = Judged.of(tf, predicted, truth);
    Operand<TFloat64> one = tf.constant(1.0);
    Operand<TFloat64> share = tf.math.square(tf.math.div(judged.error(), tf.constant(unit)));
    Operand<TFloat64> distance = tf.math.sub(tf.math.sqrt(tf.math.add(share, one)), one);
    return judged.mean(
        tf, tf.math.add(distance, surprise(tf, tf.stopGradient(judged.error()), logVariance)));
  }

  /** Shape: [N, 6]. */
  private static Operand<TFloat64> surprise(
      Ops tf, Operand<TFloat64> error, Operand<TFloat64> logVariance) {
    Operand<TFloat64> s =
        tf.math.maximum(
            tf.math.minimum(logVariance, tf.constant(MAX_LOG_VARIANCE)),
            tf.constant(MIN_LOG_VARIANCE));
    Operand<TFloat64> ratio =
        Maps.scaled(
            tf, tf.math.mul(tf.math.square(error), tf.math.exp(tf.math.neg(s))), 1 / FREEDOM);
    return tf.math.add(
        Maps.scaled(tf, s, 0.5), Maps.scaled(tf, tf.math.log1p(ratio), 0.5 * (FREEDOM + 1)));
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
