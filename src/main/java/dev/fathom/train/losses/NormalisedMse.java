package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Mean squared error of two maps that are each brought to [0, 1] first, image by image, so that
 * only their relative depth counts.
 *
 * <p>Least and greatest value are taken over the pixels with known truth. A flat map becomes 0.
 *
 * <p>Source: Gómez Garrido, "NYU Depth V2 Loss function".
 */
public final class NormalisedMse {
  private NormalisedMse() {}

  /**
   * The mean over the pixels with known truth.
   *
   * <p>Shape: both float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out.
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, Maps.images(tf, predicted), Maps.images(tf, truth));
    Operand<TFloat64> error =
        tf.math.sub(
            normalised(tf, known.predicted(), known.mask()),
            normalised(tf, known.truth(), known.mask()));
    return known.mean(tf, tf.math.square(error));
  }

  /** (x − min) / (max − min) of each row. */
  private static Operand<TFloat64> normalised(Ops tf, Operand<TFloat64> x, Operand<TFloat64> mask) {
    // The mean of the known ones, because it is neither the least nor the greatest.
    Operand<TFloat64> middle =
        tf.expandDims(
            tf.math.divNoNan(
                tf.sum(tf.math.mul(x, mask), tf.constant(1)), tf.sum(mask, tf.constant(1))),
            tf.constant(1));
    Operand<TFloat64> filled =
        tf.select(
            tf.math.greater(mask, Maps.zeros(tf, mask)),
            x,
            tf.math.mul(tf.stopGradient(middle), Maps.ones(tf, x)));
    Operand<TFloat64> least = tf.expandDims(tf.min(filled, tf.constant(1)), tf.constant(1));
    Operand<TFloat64> greatest = tf.expandDims(tf.max(filled, tf.constant(1)), tf.constant(1));
    return tf.math.divNoNan(tf.math.sub(filled, least), tf.math.sub(greatest, least));
  }
}
