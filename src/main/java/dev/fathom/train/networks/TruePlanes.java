package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.losses.PlaneChamfer;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The largest planes of a batch and which pixels are on them.
 *
 * @param planes normal times distance, [N, K, 3]. Units: metres. Invalid: NaN in rows without a
 *     plane that counts
 * @param counts whether the row is one that counts, [N, K]
 * @param onPlane which row a pixel is on, int32 [N, H, W]; K: none
 */
record TruePlanes(Operand<TFloat64> planes, Operand<TBool> counts, Operand<TInt32> onPlane) {
  /** The first {@code count} planes of the batch that are no farther than {@code maxMetres}. */
  static TruePlanes of(Ops tf, SampleTensors sample, int count, double maxMetres) {
    Operand<TFloat64> all =
        tf.reshape(
            sample.exact(Field.PLANES),
            tf.constant(new int[] {-1, Field.PLANES.channels() / 3, 3}));
    Operand<TFloat64> inverse =
        tf.slice(all, tf.constant(new int[] {0, 0, 0}), tf.constant(new int[] {-1, count, -1}));
    Operand<TFloat64> square = tf.sum(tf.math.square(inverse), tf.constant(2), Sum.keepDims(true));
    // False for NaN too.
    Operand<TBool> near = tf.math.greaterEqual(square, tf.constant(1 / (maxMetres * maxMetres)));
    // n / d over its square, 1 / d², is n d.
    Operand<TFloat64> planes =
        tf.select(
            near, tf.math.div(inverse, square), tf.math.mul(inverse, tf.constant(Double.NaN)));
    Operand<TFloat64> ids = tf.squeeze(sample.exact(Field.PLANE_IDS), axis(3));
    Operand<TInt32> row = tf.math.sub(tf.dtypes.cast(ids, TInt32.class), tf.constant(1));
    Operand<TBool> none =
        tf.math.logicalOr(
            tf.math.less(row, tf.constant(0)), tf.math.greaterEqual(row, tf.constant(count)));
    return new TruePlanes(
        planes,
        tf.squeeze(near, axis(2)),
        tf.select(none, tf.fill(tf.shape(row), tf.constant(count)), row));
  }

  /**
   * Which predicted plane each pixel should be given to, int32 [N, H, W]; K: none.
   *
   * @param nearest the predicted plane nearest to each row, int32 [N, K]
   * @param predicted how many planes are predicted
   */
  Operand<TInt32> labels(Ops tf, Operand<TInt32> nearest, int predicted) {
    Operand<TInt32> none = tf.fill(tf.shape(nearest), tf.constant(predicted));
    return PlaneChamfer.relabelled(tf, onPlane, tf.select(counts, nearest, none), predicted);
  }

  private static Squeeze.Options axis(long axis) {
    return Squeeze.axis(List.of(axis));
  }
}
