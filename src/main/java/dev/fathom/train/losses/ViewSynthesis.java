package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How much a view that was warped by depth and motion differs from the target: L1.
 *
 * <p>The paper averages over all pixels; here only over the valid ones, so that what left the other
 * view is neither an error nor a way to lower it.
 *
 * <p>Source: Zhou et al. 2017, equations 1 and 3.
 */
public final class ViewSynthesis {
  private ViewSynthesis() {}

  /** Equation 1: the mean |I_t − Î_s| of the valid pixels. */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> target, View view) {
    return Reconstruction.l1(tf, target, view).mean(tf);
  }

  /**
   * Equation 3: the mean Ê_s |I_t − Î_s| of the valid pixels. A pixel that is not explained still
   * counts in the mean, as 0.
   *
   * @param explained Ê_s, float64 [N, H, W, 1] in [0, 1]
   */
  public static Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> target, View view, Operand<TFloat64> explained) {
    Reconstruction l1 = Reconstruction.l1(tf, target, view);
    return new Reconstruction(tf.math.mul(explained, l1.error()), l1.mask()).mean(tf);
  }
}
