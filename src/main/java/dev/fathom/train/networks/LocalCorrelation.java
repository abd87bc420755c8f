package dev.fathom.train.networks;

import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.Padding;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * How well each pixel of one feature map fits the pixels about the same place in another: what is
 * left of optical flow when only its likelihood is asked for.
 *
 * <p>Source: Dosovitskiy et al. 2015, equation 1 with patches of one pixel.
 */
final class LocalCorrelation {
  /** Axes whose bounds count: the middle two. */
  private static final long ALL_BUT_SIDES = 0b1001;

  private static final long ALL = 0b1111;

  private LocalCorrelation() {}

  /**
   * The mean products of the features, for each offset of up to {@code reach} pixels; outside the
   * other map features are 0.
   *
   * <p>Shape: float32 [N, H, W, C] both to [N, H, W, (2 · reach + 1)²], row by row.
   */
  static Operand<TFloat32> of(
      Layers layers, Operand<TFloat32> here, Operand<TFloat32> there, int reach) {
    Ops tf = layers.ops();
    Operand<TFloat32> padded = layers.pad(there, Padding.zeros(reach));
    List<Operand<TFloat32>> all = new ArrayList<>();
    for (int row = 0; row <= 2 * reach; row++) {
      for (int column = 0; column <= 2 * reach; column++) {
        Operand<TFloat32> shifted = shifted(tf, padded, row, column, 2 * reach);
        all.add(
            tf.math.mean(
                tf.math.mul(here, shifted), tf.constant(new int[] {3}), Mean.keepDims(true)));
      }
    }
    return layers.concat(all);
  }

  private static Operand<TFloat32> shifted(
      Ops tf, Operand<TFloat32> padded, int row, int column, int border) {
    int below = border - row;
    int behind = border - column;
    long open = ALL_BUT_SIDES | (below == 0 ? 0b0010 : 0) | (behind == 0 ? 0b0100 : 0);
    return tf.stridedSlice(
        padded,
        tf.constant(new int[] {0, row, column, 0}),
        tf.constant(new int[] {0, -below, -behind, 0}),
        tf.constant(new int[] {1, 1, 1, 1}),
        StridedSlice.beginMask(ALL_BUT_SIDES),
        StridedSlice.endMask(open & ALL));
  }
}
