package dev.fathom.train.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * How well each pixel of the left picture fits the right one, for each of D disparities.
 *
 * <p>Disparity d compares left column x with right column x − d; where that is outside the picture
 * the right features are 0. The disparities lie in the channels, each with all its values together,
 * since Conv3D has no gradient: channel d · K + k for K values a disparity.
 *
 * <p>Shape: float32 [N, H, W, C] both to [N, H, W, D · K].
 */
public final class CostVolume {
  /** Below the squared length of any feature that tells something. */
  private static final float LENGTH_FLOOR = 1e-6f;

  private static final long ALL_BUT_WIDTH = 0b1011;

  private CostVolume() {}

  /** Mean product of the features: K = 1. Source: Mayer et al. 2016, section 4. */
  public static Operand<TFloat32> correlation(
      Layers layers, Operand<TFloat32> left, Operand<TFloat32> right, int disparities) {
    Ops tf = layers.ops();
    return volume(
        layers,
        right,
        disparities,
        shifted ->
            tf.math.mean(
                tf.math.mul(left, shifted), tf.constant(new int[] {3}), Mean.keepDims(true)));
  }

  /**
   * Cosine between the features of each group of channels: K = groups.
   *
   * <p>Source: Guo et al. 2019, equation 3, with each group's features scaled to length 1.
   */
  public static Operand<TFloat32> groupCorrelation(
      Layers layers, Operand<TFloat32> left, Operand<TFloat32> right, int disparities, int groups) {
    Ops tf = layers.ops();
    int channels = Sides.channels(left);
    if (groups <= 0 || channels % groups != 0) {
      throw new IllegalArgumentException(
          channels + " channels do not come in " + groups + " groups");
    }
    Operand<TFloat32> leftUnit = unit(tf, left, groups);
    Operand<TFloat32> rightUnit = unit(tf, right, groups);
    return volume(
        layers,
        rightUnit,
        disparities,
        shifted -> {
          Operand<TFloat32> products = grouped(tf, tf.math.mul(leftUnit, shifted), groups);
          return tf.reduceSum(products, tf.constant(4));
        });
  }

  /** Left minus right features: K = C. */
  public static Operand<TFloat32> difference(
      Layers layers, Operand<TFloat32> left, Operand<TFloat32> right, int disparities) {
    return volume(layers, right, disparities, shifted -> layers.ops().math.sub(left, shifted));
  }

  /** Left, then right features: K = 2C. Source: Kendall et al. 2017, section 3.2. */
  public static Operand<TFloat32> concatenated(
      Layers layers, Operand<TFloat32> left, Operand<TFloat32> right, int disparities) {
    return volume(layers, right, disparities, shifted -> layers.concat(left, shifted));
  }

  /**
   * Each disparity as a picture of its own, so that layers share their weights among them.
   *
   * <p>Shape: [N, H, W, D · K] to [N · D, H, W, K].
   */
  public static Operand<TFloat32> disparitiesToPictures(
      Layers layers, Operand<TFloat32> volume, int disparities) {
    Ops tf = layers.ops();
    int values = Sides.channels(volume) / disparities;
    Operand<TFloat32> parts = grouped(tf, volume, disparities);
    return tf.reshape(
        tf.linalg.transpose(parts, tf.constant(new int[] {0, 3, 1, 2, 4})),
        tf.concat(
            List.of(
                tf.constant(new int[] {-1}), Sides.of(tf, volume), tf.constant(new int[] {values})),
            tf.constant(0)));
  }

  /** The inverse of {@link #disparitiesToPictures}. Shape: [N · D, H, W, K] to [N, H, W, D · K]. */
  public static Operand<TFloat32> picturesToDisparities(
      Layers layers, Operand<TFloat32> pictures, int disparities) {
    Ops tf = layers.ops();
    int values = Sides.channels(pictures);
    Operand<TInt32> sides = Sides.of(tf, pictures);
    Operand<TFloat32> parts =
        tf.reshape(
            pictures,
            tf.concat(
                List.of(
                    tf.constant(new int[] {-1, disparities}),
                    sides,
                    tf.constant(new int[] {values})),
                tf.constant(0)));
    return tf.reshape(
        tf.linalg.transpose(parts, tf.constant(new int[] {0, 2, 3, 1, 4})),
        tf.concat(
            List.of(
                tf.constant(new int[] {-1}), sides, tf.constant(new int[] {disparities * values})),
            tf.constant(0)));
  }

  private static Operand<TFloat32> volume(
      Layers layers,
      Operand<TFloat32> right,
      int disparities,
      UnaryOperator<Operand<TFloat32>> compared) {
    if (disparities <= 0) {
      throw new IllegalArgumentException("disparities must be positive, found " + disparities);
    }
    Operand<TFloat32> padded = layers.pad(right, Padding.zeros(0, 0, disparities - 1, 0));
    List<Operand<TFloat32>> all = new ArrayList<>();
    for (int d = 0; d < disparities; d++) {
      all.add(compared.apply(shifted(layers.ops(), padded, disparities - 1 - d, d)));
    }
    return layers.concat(all);
  }

  /** All columns but some at either end. */
  private static Operand<TFloat32> shifted(
      Ops tf, Operand<TFloat32> padded, int before, int behind) {
    return tf.stridedSlice(
        padded,
        tf.constant(new int[] {0, 0, before, 0}),
        tf.constant(new int[] {0, 0, -behind, 0}),
        tf.constant(new int[] {1, 1, 1, 1}),
        StridedSlice.beginMask(ALL_BUT_WIDTH),
        StridedSlice.endMask(behind == 0 ? 0b1111 : ALL_BUT_WIDTH));
  }

  /** Shape: [N, H, W, C] to [N, H, W, groups, C / groups]. */
  private static Operand<TFloat32> grouped(Ops tf, Operand<TFloat32> x, int groups) {
    return tf.reshape(
        x,
        tf.concat(
            List.of(
                tf.constant(new int[] {-1}),
                Sides.of(tf, x),
                tf.constant(new int[] {groups, Sides.channels(x) / groups})),
            tf.constant(0)));
  }

  private static Operand<TFloat32> unit(Ops tf, Operand<TFloat32> x, int groups) {
    Operand<TFloat32> parts = grouped(tf, x, groups);
    Operand<TFloat32> squared =
        tf.sum(tf.math.square(parts), tf.constant(new int[] {4}), Sum.keepDims(true));
    Operand<TFloat32> scaled =
        tf.math.mul(parts, tf.math.rsqrt(tf.math.add(squared, tf.constant(LENGTH_FLOOR))));
    return tf.reshape(
        scaled,
        tf.concat(
            List.of(
                tf.constant(new int[] {-1}),
                Sides.of(tf, x),
                tf.constant(new int[] {Sides.channels(x)})),
            tf.constant(0)));
  }
}
