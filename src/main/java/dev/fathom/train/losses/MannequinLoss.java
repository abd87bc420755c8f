package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of the network that learned from people who stand still: scale-invariant log depth, its
 * slopes at several scales, and smoothness away from the image's edges.
 *
 * <p>Source: Li et al. 2019, L_si = L_MSE + α₁ L_grad + α₂ L_sm. The authors' own training also has
 * a term for second differences and one that weighs pairs with people more; they are not part of
 * this.
 *
 * @param gradient α₁
 * @param smoothness α₂; scale k of the smoothness counts 2⁻ᵏ
 * @param scales of gradient and smoothness, 1 or more
 */
public record MannequinLoss(double gradient, double smoothness, int scales) {
  public static final MannequinLoss DEFAULT = new MannequinLoss(0.5, 0.05, 5);

  public MannequinLoss {
    Weights.check("gradient", gradient, "smoothness", smoothness);
    if (!(scales >= 1 && scales <= 16)) {
      throw new IllegalArgumentException("scales must be 1 to 16, found " + scales);
    }
  }

  /**
   * The loss of a batch.
   *
   * <p>Shape: sides greater than 2^(scales − 1). Invalid: NaN or infinite truth is left out.
   *
   * @param image float64 [N, H, W, C] in [0, 1]
   * @param logPredicted ln of the depth, float64 [N, H, W, 1]
   * @param logTruth ln of the true depth, float64 [N, H, W, 1]
   */
  public Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> image, Operand<TFloat64> logPredicted, Operand<TFloat64> logTruth) {
    Operand<TFloat64> loss = ScaleInvariantLog.FULL.of(tf, logPredicted, logTruth);
    Operand<TFloat64> slopes = new MultiScaleGradient(scales).of(tf, logPredicted, logTruth);
    loss = tf.math.add(loss, Maps.scaled(tf, slopes, gradient));
    for (int k = 0; k < scales; k++) {
      Operand<TFloat64> rough =
          EdgeAwareSmoothness.of(
              tf, Maps.every(tf, logPredicted, 1 << k), Maps.every(tf, image, 1 << k));
      loss = tf.math.add(loss, Maps.scaled(tf, rough, smoothness / (1 << k)));
    }
    return loss;
  }
}
