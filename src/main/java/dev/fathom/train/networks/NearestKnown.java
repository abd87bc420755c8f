package dev.fathom.train.networks;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * A map that is known at some pixels, filled in a graph: every pixel takes the value of a known one
 * that is nearest, or nearly so.
 *
 * <p>Pixels ask their neighbours 64, 32, … 1 pixels away whose source they have, along rows and
 * then along columns.
 *
 * <p>Source: jump flooding, Rong and Tan 2006.
 */
final class NearestKnown {
  private static final int[] STEPS = {64, 32, 16, 8, 4, 2, 1, 1};

  /** Further than any pixel. */
  private static final float NOWHERE = 1e6f;

  private final Ops tf;
  private final Operand<TFloat32> place;

  private NearestKnown(Ops tf, Operand<TFloat32> place) {
    this.tf = tf;
    this.place = place;
  }

  /**
   * Fills a batch; no gradient passes.
   *
   * @param values float32 [N, H, W, 1]
   * @param known float32 [N, H, W, 1], 1 where there is a value, else 0
   * @return 0 in a picture in which nothing is known
   */
  static Operand<TFloat32> fill(Ops tf, Operand<TFloat32> values, Operand<TFloat32> known) {
    Operand<TFloat32> ones = tf.fill(tf.shape(known), tf.constant(1f));
    Operand<TFloat32> place =
        tf.concat(
            List.of(tf.math.cumsum(ones, tf.constant(2)), tf.math.cumsum(ones, tf.constant(1))),
            tf.constant(3));
    return new NearestKnown(tf, place).of(values, known);
  }

  private Operand<TFloat32> of(Operand<TFloat32> values, Operand<TFloat32> known) {
    Operand<TBool> there = tf.math.greater(known, tf.constant(0.5f));
    Operand<TFloat32> nowhere = tf.fill(tf.shape(place), tf.constant(NOWHERE));
    Operand<TFloat32> state =
        tf.concat(
            List.of(tf.select(there, place, nowhere), tf.math.mul(values, known)), tf.constant(3));
    for (int step : STEPS) {
      for (int axis : new int[] {2, 1}) {
        Operand<TFloat32> from = state;
        for (int by : new int[] {-step, step}) {
          state = nearer(state, moved(from, axis, by));
        }
      }
    }
    return tf.stopGradient(channels(state, 2, 1));
  }

  private Operand<TFloat32> nearer(Operand<TFloat32> one, Operand<TFloat32> other) {
    return tf.select(tf.math.less(distance(other), distance(one)), other, one);
  }

  /** Squared, from each pixel to the source that it has. */
  private Operand<TFloat32> distance(Operand<TFloat32> state) {
    return tf.reduceSum(
        tf.math.square(tf.math.sub(channels(state, 0, 2), place)),
        tf.constant(new int[] {3}),
        ReduceSum.keepDims(true));
  }

  /** The state of the pixel so far away along an axis; outside, nothing is known. */
  private Operand<TFloat32> moved(Operand<TFloat32> state, int axis, int by) {
    int[][] room = new int[4][2];
    int[] begin = new int[4];
    room[axis][by < 0 ? 0 : 1] = Math.abs(by);
    begin[axis] = Math.max(by, 0);
    Operand<TFloat32> padded = tf.pad(state, tf.constant(room), tf.constant(NOWHERE));
    return tf.slice(padded, tf.constant(begin), tf.shape(state));
  }

  private Operand<TFloat32> channels(Operand<TFloat32> state, int first, int count) {
    return tf.slice(
        state, tf.constant(new int[] {0, 0, 0, first}), tf.constant(new int[] {-1, -1, -1, count}));
  }
}
