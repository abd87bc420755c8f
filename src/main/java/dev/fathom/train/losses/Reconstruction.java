package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * Per-pixel errors between an image and what other views make of it; the parts of the photometric
 * losses.
 *
 * @param error float64 [N, H, W, 1]
 * @param mask 1 where the error counts, float64 [N, H, W, 1]
 */
record Reconstruction(Operand<TFloat64> error, Operand<TFloat64> mask) {

  /** |I − Ĩ|, the mean of the channels. */
  static Reconstruction l1(Ops tf, Operand<TFloat64> target, View view) {
    return new Reconstruction(
        Maps.channelMean(tf, tf.math.abs(tf.math.sub(target, view.image()))),
        tf.stopGradient(view.valid()));
  }

  /** (1 − SSIM) / 2, the mean of the channels, of the windows that are valid as a whole. */
  static Reconstruction structure(Ops tf, Operand<TFloat64> target, View view) {
    return new Reconstruction(
        Maps.channelMean(tf, BlockSsim.dissimilarity(tf, target, view.image())),
        BlockSsim.windowMask(tf, view.valid()));
  }

  /**
   * The least error of several views, pixel by pixel, of those that count: what one view does not
   * show, another may.
   *
   * <p>Source: Casser et al. 2019, L_rec as a minimum.
   */
  static Reconstruction least(Ops tf, List<Reconstruction> views) {
    Operand<TFloat64> least = null;
    Operand<TFloat64> any = null;
    for (Reconstruction view : views) {
      Operand<TFloat64> far =
          tf.math.mul(Maps.ones(tf, view.error()), tf.constant(Double.MAX_VALUE));
      Operand<TFloat64> counted = tf.select(isOne(tf, view.mask()), view.error(), far);
      least = least == null ? counted : tf.math.minimum(least, counted);
      any = any == null ? view.mask() : tf.math.maximum(any, view.mask());
    }
    if (least == null || any == null) {
      throw new IllegalArgumentException("a minimum needs at least 1 view, found 0");
    }
    return new Reconstruction(tf.select(isOne(tf, any), least, Maps.zeros(tf, least)), any);
  }

  /** Mean of the errors that count; 0 where none does. */
  Operand<TFloat64> mean(Ops tf) {
    return Maps.mean(tf, error, mask);
  }

  private static Operand<TBool> isOne(Ops tf, Operand<TFloat64> mask) {
    return tf.math.greater(mask, tf.constant(0.5));
  }
}
