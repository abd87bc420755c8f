package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The mean of each cell of a grid laid over a map of any size; a pixel on a border counts in both
 * cells by the share of it that lies there. A product with two matrices, since ResizeArea has no
 * gradient.
 */
final class AreaPooling {
  private AreaPooling() {}

  /** Shape: [N, H, W, C] to [N, rows, columns, C]. */
  static Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, int rows, int columns) {
    int channels = Sides.channels(x);
    Operand<TInt32> sides = Sides.of(tf, x);
    Operand<TInt32> height =
        tf.slice(sides, tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TInt32> width = tf.slice(sides, tf.constant(new int[] {1}), tf.constant(new int[] {1}));
    Operand<TInt32> count =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TFloat32> lines =
        tf.reshape(
            x, concat(tf, count, height, tf.math.mul(width, tf.constant(new int[] {channels}))));
    Operand<TFloat32> rowMeans =
        tf.train.batchMatMul(shares(tf, height, rows), lines, TFloat32.class);
    Operand<TFloat32> columnLines =
        tf.reshape(
            rowMeans,
            concat(
                tf,
                tf.math.mul(count, tf.constant(new int[] {rows})),
                width,
                tf.constant(new int[] {channels})));
    Operand<TFloat32> means =
        tf.train.batchMatMul(shares(tf, width, columns), columnLines, TFloat32.class);
    return tf.reshape(means, concat(tf, count, tf.constant(new int[] {rows, columns, channels})));
  }

  /** Share of each pixel in each cell's mean. Shape: [1, cells, side]. */
  private static Operand<TFloat32> shares(Ops tf, Operand<TInt32> side, int cells) {
    Float64Math math = new Float64Math(tf);
    Operand<TFloat64> size = tf.dtypes.cast(side, TFloat64.class);
    Operand<TFloat64> extent = math.over(size, math.number(cells));
    Operand<TFloat64> start =
        math.times(
            tf.reshape(math.countTo(tf.constant(cells)), tf.constant(new int[] {1, cells, 1})),
            extent);
    Operand<TFloat64> pixel =
        tf.reshape(math.countTo(tf.squeeze(side)), tf.constant(new int[] {1, 1, -1}));
    Operand<TFloat64> overlap =
        math.minus(
            tf.math.minimum(math.plus(pixel, math.number(1)), math.plus(start, extent)),
            tf.math.maximum(pixel, start));
    return tf.dtypes.cast(
        math.over(tf.math.maximum(overlap, math.number(0)), extent), TFloat32.class);
  }

  @SafeVarargs
  private static Operand<TInt32> concat(Ops tf, Operand<TInt32>... parts) {
    return tf.concat(List.of(parts), tf.constant(0));
  }
}
