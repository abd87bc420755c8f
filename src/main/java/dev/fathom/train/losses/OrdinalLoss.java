package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The ranking loss of pairs of points of which only the order in depth is known.
 *
 * <p>It asks the nearer point for the <em>greater</em> value: what it trains is nearness, not
 * depth.
 *
 * <p>Source: Chen et al. 2016, "Single-Image Depth Perception in the Wild"; Gómez Garrido, "DIW
 * Loss function".
 */
public final class OrdinalLoss {
  private OrdinalLoss() {}

  /**
   * The mean over all pairs.
   *
   * @param nearness z, float64 [N, H, W, 1]
   * @param pairs int32 [N, P, 4]: row and column of a, row and column of b
   * @param relation float64 [N, P]: +1 where a is nearer, −1 where b is, 0 where both are as far.
   *     Invalid: NaN is no pair; its points must lie in the image all the same
   */
  public static Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> nearness, Operand<TInt32> pairs, Operand<TFloat64> relation) {
    Operand<TFloat64> difference =
        tf.math.sub(at(tf, nearness, pairs, 0), at(tf, nearness, pairs, 2));
    // Unknown relations become 1, for there 0 is a relation.
    Known known = Known.of(tf, difference, relation);
    Operand<TFloat64> r = known.truth();
    // r = ±1: log(1 + exp(−r (z_a − z_b))); r = 0: (z_a − z_b)²
    Operand<TFloat64> ranked = tf.math.softplus(tf.math.neg(tf.math.mul(r, known.predicted())));
    Operand<TFloat64> equal = tf.math.square(known.predicted());
    return known.mean(tf, tf.select(tf.math.equal(r, Maps.zeros(tf, r)), equal, ranked));
  }

  /** The values at points whose row is column {@code first} of {@code pairs}. Shape: [N, P]. */
  private static Operand<TFloat64> at(
      Ops tf, Operand<TFloat64> map, Operand<TInt32> pairs, int first) {
    Operand<TInt32> images = Maps.side(tf, map, 0);
    Operand<TInt32> image =
        tf.expandDims(tf.range(tf.constant(0), images, tf.constant(1)), tf.constant(1));
    Operand<TInt32> row = column(tf, pairs, first);
    Operand<TInt32> column = column(tf, pairs, first + 1);
    Operand<TInt32> everyImage = tf.math.add(image, tf.zerosLike(row));
    Operand<TInt32> index = tf.stack(List.of(everyImage, row, column), Stack.axis(2L));
    return tf.gatherNd(tf.squeeze(map, Squeeze.axis(List.of(3L))), index);
  }

  private static Operand<TInt32> column(Ops tf, Operand<TInt32> pairs, int column) {
    return tf.gather(pairs, tf.constant(column), tf.constant(2));
  }
}
