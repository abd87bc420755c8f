package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * How far the planes that exist are from the nearest predicted ones, in whatever order those come.
 *
 * <p>A plane is three numbers, its normal times its distance: the point of it nearest to the
 * camera. As in the paper the distance goes one way, from truth to prediction; predicted planes
 * that nothing needs are free.
 *
 * <p>Source: Liu et al. 2018 (PlaneNet), equation 1.
 */
public final class PlaneChamfer {
  private PlaneChamfer() {}

  /**
   * Σ_i min_j ‖P*_i − P_j‖², the mean over the images.
   *
   * @param predicted P, float64 [N, K, 3]
   * @param truth P*, float64 [N, T, 3]. Invalid: rows of NaN are no plane
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, truth, truth);
    Operand<TFloat64> least = tf.min(distances(tf, predicted, known.truth()), tf.constant(2));
    Operand<TFloat64> exists = tf.min(known.mask(), tf.constant(2));
    return Maps.mean(tf, Maps.imageSum(tf, tf.math.mul(least, exists)));
  }

  /** The predicted plane nearest to each true one. Shape: int32 [N, T]. */
  public static Operand<TInt32> nearest(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, truth, truth);
    return tf.math.argMin(distances(tf, predicted, known.truth()), tf.constant(2), TInt32.class);
  }

  /** ‖P*_i − P_j‖². Shape: [N, T, K]. */
  private static Operand<TFloat64> distances(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TFloat64> between =
        tf.math.sub(tf.expandDims(truth, tf.constant(2)), tf.expandDims(predicted, tf.constant(1)));
    return tf.sum(tf.math.square(between), tf.constant(3));
  }

  /**
   * Labels that count true planes, as labels that count the predicted ones they belong to.
   *
   * @param labels int32 [N, H, W]: 0 to T − 1 a true plane, T no plane, negative unknown
   * @param nearest int32 [N, T] from {@link #nearest}
   * @param planes K, the predicted planes; it becomes the label of no plane
   */
  public static Operand<TInt32> relabelled(
      Ops tf, Operand<TInt32> labels, Operand<TInt32> nearest, int planes) {
    Operand<TInt32> ones = tf.onesLike(tf.gather(nearest, tf.constant(new int[] {0}), axis1(tf)));
    Operand<TInt32> noPlane = tf.math.mul(ones, tf.constant(planes));
    // Column 0 serves the unknown, which is one before the first plane.
    Operand<TInt32> table = tf.concat(List.of(tf.math.neg(ones), nearest, noPlane), axis1(tf));
    Operand<TInt32> index = tf.math.maximum(tf.math.add(labels, tf.constant(1)), tf.constant(0));
    Operand<TInt32> images =
        tf.expandDims(
            tf.expandDims(
                tf.range(tf.constant(0), first(tf, labels), tf.constant(1)), tf.constant(1)),
            tf.constant(1));
    Operand<TInt32> image = tf.math.add(images, tf.zerosLike(index));
    return tf.gatherNd(table, tf.stack(List.of(image, index), Stack.axis(3L)));
  }

  private static Operand<TInt32> axis1(Ops tf) {
    return tf.constant(1);
  }

  private static Operand<TInt32> first(Ops tf, Operand<TInt32> x) {
    return tf.squeeze(
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {1})));
  }
}
