package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The scale-invariant error of log depth: with λ = 1 a factor on the whole image costs nothing,
 * with λ = 0 it is the mean squared error.
 *
 * <p>Source: Eigen et al. 2014, equation 4 (λ = ½); Li et al. 2019, L_MSE (λ = 1).
 *
 * @param lambda share of the image's common error that is forgiven, 0 to 1
 */
public record ScaleInvariantLog(double lambda) {
  /** As Eigen et al. train. */
  public static final ScaleInvariantLog HALF = new ScaleInvariantLog(0.5);

  /** As Li et al. train. */
  public static final ScaleInvariantLog FULL = new ScaleInvariantLog(1);

  public ScaleInvariantLog {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda must be between 0 and 1, found " + lambda);
    }
  }

  /**
   * The mean over the images that have known truth.
   *
   * <p>Shape: float64 [N, …], the same. Invalid: NaN or infinite truth is left out.
   *
   * @param logPredicted ln of the depth
   * @param logTruth ln of the true depth
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> logPredicted, Operand<TFloat64> logTruth) {
    Known known = Known.of(tf, logPredicted, logTruth);
    Operand<TFloat64> d = known.error(tf);
    Operand<TFloat64> n = Maps.imageSum(tf, known.mask());
    // Equation 4: 1/n Σ d² − λ/n² (Σ d)²
    Operand<TFloat64> square = tf.math.divNoNan(Maps.imageSum(tf, tf.math.square(d)), n);
    Operand<TFloat64> common = tf.math.square(tf.math.divNoNan(Maps.imageSum(tf, d), n));
    return Maps.mean(
        tf,
        tf.math.sub(square, Maps.scaled(tf, common, lambda)),
        tf.math.minimum(n, tf.constant(1.0)));
  }
}
