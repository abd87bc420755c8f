package dev.fathom.train.layers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * The sides of a picture tensor [N, H, W, C]: constants where the graph knows them, so that what
 * follows has known shapes, and computed when it runs otherwise.
 */
final class Sides {
  private Sides() {}

  static int channels(Operand<?> x) {
    return Math.toIntExact(x.shape().get(3));
  }

  static boolean areKnown(Operand<?> x) {
    return x.shape().get(1) >= 0 && x.shape().get(2) >= 0;
  }

  /** Shape: int32 [2], height and width. */
  static Operand<TInt32> of(Ops tf, Operand<? extends TType> x) {
    return times(tf, x, 1);
  }

  /** Height and width times {@code factor}. Shape: int32 [2]. */
  static Operand<TInt32> times(Ops tf, Operand<? extends TType> x, int factor) {
    if (areKnown(x)) {
      return tf.constant(
          new int[] {
            Math.toIntExact(x.shape().get(1) * factor), Math.toIntExact(x.shape().get(2) * factor)
          });
    }
    Operand<TInt32> sides =
        tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return factor == 1 ? sides : tf.math.mul(sides, tf.constant(factor));
  }
}
