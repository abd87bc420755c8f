package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How much the slopes of log depth differ, at several scales: near edges at the fine ones, large
 * shapes at the coarse ones.
 *
 * <p>Scale k looks at every 2ᵏth pixel. Each scale is a mean over its own steps.
 *
 * <p>Source: Li and Snavely 2018 (MegaDepth), L_grad; Li et al. 2019, L_grad.
 *
 * @param scales how many scales, 1 or more
 */
public record MultiScaleGradient(int scales) {
  public MultiScaleGradient {
    if (!(scales >= 1 && scales <= 16)) {
      throw new IllegalArgumentException("scales must be 1 to 16, found " + scales);
    }
  }

  /**
   * The sum over the scales.
   *
   * <p>Shape: float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out.
   *
   * @param logPredicted ln of the depth
   * @param logTruth ln of the true depth
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> logPredicted, Operand<TFloat64> logTruth) {
    Operand<TFloat64> sum = tf.constant(0.0);
    for (int k = 0; k < scales; k++) {
      // L_grad: Σ_k Σ |∇x R^k| + |∇y R^k|
      sum =
          tf.math.add(
              sum,
              DepthGradient.of(
                  tf, Maps.every(tf, logPredicted, 1 << k), Maps.every(tf, logTruth, 1 << k)));
    }
    return sum;
  }
}
