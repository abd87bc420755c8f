package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Projection;
import dev.fathom.train.losses.View;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The pictures of a sample at several scales, each half the size of the one before, and their
 * warps.
 *
 * <p>Pixels of a scale are the means of what they cover, so the sides must be multiples of the
 * coarsest scale's factor.
 */
final class VideoPyramid {
  private final Ops tf;
  private final SampleTensors sample;

  VideoPyramid(Ops tf, SampleTensors sample) {
    this.tf = tf;
    this.sample = sample;
  }

  /** A picture at 1/2ˢ of the size. Shape: float64 [N, H/2ˢ, W/2ˢ, C]. */
  Operand<TFloat64> picture(Field field, int scale) {
    return reduced(tf, sample.exact(field), 1 << scale);
  }

  /** The intrinsics at 1/2ˢ of the size, [N, 4]. */
  Operand<TFloat64> intrinsics(int scale) {
    return resized(tf, sample.exact(Field.INTRINSICS), 1 << scale);
  }

  /**
   * Another picture as the camera of IMAGE would see it.
   *
   * @param depth of IMAGE at that scale, float64 [N, h, w]
   * @param otherFromImage float64 [N, 4, 4]
   */
  View view(
      Field other, int scale, Operand<TFloat64> depth, Operand<TFloat64> otherFromImage) {
    Operand<TFloat64> camera = intrinsics(scale);
    return View.at(
        tf,
        picture(other, scale),
        Projection.reproject(tf, depth, camera, otherFromImage, camera).coordinates());
  }

  /** Means of squares of {@code factor} pixels. */
  static Operand<TFloat64> reduced(Ops tf, Operand<TFloat64> x, int factor) {
    if (factor == 1) {
      return x;
    }
    List<Long> window = List.of(1L, (long) factor, (long) factor, 1L);
    return tf.nn.avgPool(x, window, window, "VALID");
  }

  /**
   * Intrinsics of pictures {@code factor} times smaller: pixel areas stay in place, the centre of
   * the first pixel is at 0.
   */
  static Operand<TFloat64> resized(Ops tf, Operand<TFloat64> intrinsics, int factor) {
    double half = 0.5 / factor - 0.5;
    return tf.math.add(
        tf.math.mul(intrinsics, tf.constant(1.0 / factor)),
        tf.constant(new double[] {0, 0, half, half}));
  }
}
