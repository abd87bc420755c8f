package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of disparity learned from stereo pairs without truth: each image must explain the other,
 * disparities are smooth, and the two disparity maps agree.
 *
 * <p>Source: Godard et al. 2017, equations 1 to 4.
 *
 * @param appearance α_ap
 * @param smoothness α_ds; scale k counts α_ds / 2ᵏ
 * @param consistency α_lr
 */
public record MonodepthLoss(double appearance, double smoothness, double consistency) {
  /** The paper's, for disparities as shares of the image's width. */
  public static final MonodepthLoss DEFAULT = new MonodepthLoss(1, 0.1, 1);

  public MonodepthLoss {
    Weights.check("appearance", appearance, "smoothness", smoothness, "consistency", consistency);
  }

  /**
   * One of the two images at one scale.
   *
   * @param image float64 [N, H, W, C]
   * @param view the other image warped into this one by this one's disparity
   * @param disparity of this image, float64 [N, H, W, 1], positive
   * @param otherDisparity the other image's disparity warped into this one, float64 [N, H, W, 1]
   */
  public record Side(
      Operand<TFloat64> image,
      View view,
      Operand<TFloat64> disparity,
      Operand<TFloat64> otherDisparity) {}

  /** Both images at one scale. */
  public record Scale(Side left, Side right) {}

  /** The loss of a batch: the sum over the scales, the finest first. */
  public Operand<TFloat64> of(Ops tf, List<Scale> scales) {
    Operand<TFloat64> loss = tf.constant(0.0);
    for (int k = 0; k < scales.size(); k++) {
      // Equation 1: left and right alike
      loss = tf.math.add(loss, ofSide(tf, scales.get(k).left(), k));
      loss = tf.math.add(loss, ofSide(tf, scales.get(k).right(), k));
    }
    return loss;
  }

  private Operand<TFloat64> ofSide(Ops tf, Side side, int k) {
    // Equations 2 to 4
    Operand<TFloat64> looks = Appearance.DEFAULT.of(tf, side.image(), side.view());
    Operand<TFloat64> rough = EdgeAwareSmoothness.of(tf, side.disparity(), side.image());
    Operand<TFloat64> apart = leftRightConsistency(tf, side);
    return tf.math.addN(
        List.of(
            Maps.scaled(tf, looks, appearance),
            Maps.scaled(tf, rough, smoothness / (1 << k)),
            Maps.scaled(tf, apart, consistency)));
  }

  /** Equation 4: the mean |d^l − d^r(x − d^l)| of the valid pixels. */
  static Operand<TFloat64> leftRightConsistency(Ops tf, Side side) {
    Operand<TFloat64> apart = tf.math.abs(tf.math.sub(side.disparity(), side.otherDisparity()));
    return new Reconstruction(apart, tf.stopGradient(side.view().valid())).mean(tf);
  }
}
