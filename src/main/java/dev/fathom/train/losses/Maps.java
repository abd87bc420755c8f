package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Arithmetic on maps that several losses share.
 *
 * <p>Shape: float64 [N, H, W, C], whose sides may be unknown until the graph runs.
 */
final class Maps {
  /** The axis along which y grows. */
  static final int DOWN = 1;

  /** The axis along which x grows. */
  static final int ACROSS = 2;

  private static final int ALL = 0b1111;

  private Maps() {}

  /** Sum of all elements. Shape: any → []. */
  static Operand<TFloat64> sum(Ops tf, Operand<TFloat64> x) {
    return tf.sum(flat(tf, x), tf.constant(0));
  }

  /** Mean of all elements. Shape: any → []. */
  static Operand<TFloat64> mean(Ops tf, Operand<TFloat64> x) {
    return tf.math.mean(flat(tf, x), tf.constant(0));
  }

  /** Greatest of all elements. Shape: any → []. */
  static Operand<TFloat64> max(Ops tf, Operand<TFloat64> x) {
    return tf.max(flat(tf, x), tf.constant(0));
  }

  /** Mean of {@code x} by weights of the same shape; 0 where all weights are 0. */
  static Operand<TFloat64> mean(Ops tf, Operand<TFloat64> x, Operand<TFloat64> weights) {
    return tf.math.divNoNan(sum(tf, tf.math.mul(x, weights)), sum(tf, weights));
  }

  /** Mean over the channels. Shape: [N, H, W, C] → [N, H, W, 1]. */
  static Operand<TFloat64> channelMean(Ops tf, Operand<TFloat64> x) {
    return tf.expandDims(tf.math.mean(x, tf.constant(3)), tf.constant(3));
  }

  /** Sum over each image. Shape: [N, …] → [N]. */
  static Operand<TFloat64> imageSum(Ops tf, Operand<TFloat64> x) {
    return tf.sum(images(tf, x), tf.constant(1));
  }

  /** One row an image. Shape: [N, …] → [N, elements]. */
  static Operand<TFloat64> images(Ops tf, Operand<TFloat64> x) {
    return tf.reshape(x, tf.stack(List.of(side(tf, x, 0), tf.constant(-1))));
  }

  static Operand<TInt32> side(Ops tf, Operand<TFloat64> x, int axis) {
    return tf.squeeze(
        tf.slice(tf.shape(x), tf.constant(new int[] {axis}), tf.constant(new int[] {1})));
  }

  /**
   * Ones in the shape of {@code x}; OnesLike itself lacks a gradient, and stops the whole graph.
   */
  static Operand<TFloat64> ones(Ops tf, Operand<TFloat64> x) {
    return tf.fill(tf.shape(x), tf.constant(1.0));
  }

  /** Zeros in the shape of {@code x}. */
  static Operand<TFloat64> zeros(Ops tf, Operand<TFloat64> x) {
    return tf.fill(tf.shape(x), tf.constant(0.0));
  }

  /**
   * ln softmax over the last axis, taken row by row: with more axes than two the native gradient of
   * LogSoftmax sums over the wrong one and says nothing. Shape: [N, H, W, C], the same.
   */
  static Operand<TFloat64> logSoftmax(Ops tf, Operand<TFloat64> x) {
    Operand<TInt32> classes =
        tf.slice(tf.shape(x), tf.constant(new int[] {3}), tf.constant(new int[] {1}));
    Operand<TInt32> rows = tf.concat(List.of(tf.constant(new int[] {-1}), classes), tf.constant(0));
    return tf.reshape(tf.nn.logSoftmax(tf.reshape(x, rows)), tf.shape(x));
  }

  static Operand<TFloat64> scaled(Ops tf, Operand<TFloat64> x, double factor) {
    return tf.math.mul(x, tf.constant(factor));
  }

  /** All but the first along an axis. */
  static Operand<TFloat64> next(Ops tf, Operand<TFloat64> x, int axis) {
    return tf.slice(x, tf.constant(unit(axis)), tf.constant(new int[] {-1, -1, -1, -1}));
  }

  /** All but the last along an axis. */
  static Operand<TFloat64> here(Ops tf, Operand<TFloat64> x, int axis) {
    return tf.slice(x, tf.constant(new int[4]), tf.math.sub(tf.shape(x), tf.constant(unit(axis))));
  }

  /** Forward difference along an axis, one shorter than {@code x}. */
  static Operand<TFloat64> step(Ops tf, Operand<TFloat64> x, int axis) {
    return tf.math.sub(next(tf, x, axis), here(tf, x, axis));
  }

  /** 1 where both ends of a step are 1. */
  static Operand<TFloat64> stepMask(Ops tf, Operand<TFloat64> mask, int axis) {
    return tf.math.mul(next(tf, mask, axis), here(tf, mask, axis));
  }

  /** Every {@code stride}th row and column, from the first on. */
  static Operand<TFloat64> every(Ops tf, Operand<TFloat64> x, int stride) {
    if (stride == 1) {
      return x;
    }
    return tf.stridedSlice(
        x,
        tf.constant(new int[4]),
        tf.constant(new int[4]),
        tf.constant(new int[] {1, stride, stride, 1}),
        StridedSlice.beginMask((long) ALL),
        StridedSlice.endMask((long) ALL));
  }

  private static int[] unit(int axis) {
    int[] unit = new int[4];
    unit[axis] = 1;
    return unit;
  }

  private static Operand<TFloat64> flat(Ops tf, Operand<TFloat64> x) {
    return tf.reshape(x, tf.constant(new int[] {-1}));
  }
}
