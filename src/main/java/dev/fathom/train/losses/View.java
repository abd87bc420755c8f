package dev.fathom.train.losses;

import dev.fathom.train.layers.BilinearSampler;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat64;

/**
 * The target image as another view's pixels make it.
 *
 * @param image the other view warped into the target, float64 [N, H, W, C] in [0, 1], finite
 *     everywhere
 * @param valid 1 where the warp stayed inside the other view, else 0; float64 [N, H, W, 1]. No
 *     gradient goes through it
 */
public record View(Operand<TFloat64> image, Operand<TFloat64> valid) {

  /**
   * A picture read where the target's pixels appear in it.
   *
   * @param picture the other view, float64 [N, H, W, C]
   * @param coordinates float64 [N, h, w, 2]: x, y in pixels, as of {@code Projection.reproject}.
   *     Invalid: NaN or outside the picture
   */
  public static View at(Ops tf, Operand<TFloat64> picture, Operand<TFloat64> coordinates) {
    return of(tf, BilinearSampler.sample(tf, picture, coordinates));
  }

  /**
   * A rectified pair's other picture, or its disparity, moved into the target.
   *
   * @param picture float64 [N, H, W, C]
   * @param offset float64 [N, H, W, 1], in pixels, positive to the right: minus the disparity for
   *     the left image's view of the right one, plus the disparity for the other way
   */
  public static View shifted(Ops tf, Operand<TFloat64> picture, Operand<TFloat64> offset) {
    return of(
        tf, BilinearSampler.shifted(tf, picture, tf.squeeze(offset, Squeeze.axis(List.of(3L)))));
  }

  private static View of(Ops tf, BilinearSampler.Sampled<TFloat64> sampled) {
    return new View(sampled.values(), tf.expandDims(sampled.valid(), tf.constant(3)));
  }

  /**
   * This view with an object laid over it that moved by itself.
   *
   * <p>Source: Casser et al. 2019, section "Motion model": the final warp is the ego-motion's
   * outside the objects and each object's own inside.
   *
   * @param object the view warped by the object's motion
   * @param mask 1 on the object in the target, else 0; float64 [N, H, W, 1]
   */
  public View with(Ops tf, View object, Operand<TFloat64> mask) {
    Operand<TFloat64> elsewhere = tf.math.sub(tf.constant(1.0), mask);
    return new View(
        tf.math.add(tf.math.mul(mask, object.image), tf.math.mul(elsewhere, image)),
        tf.math.add(tf.math.mul(mask, object.valid), tf.math.mul(elsewhere, valid)));
  }

  /** A view whose pixels all count. */
  public static View whole(Ops tf, Operand<TFloat64> image) {
    return new View(image, Maps.ones(tf, Maps.channelMean(tf, image)));
  }
}
