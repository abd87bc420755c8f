package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
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

  /** A view whose pixels all count. */
  public static View whole(Ops tf, Operand<TFloat64> image) {
    return new View(image, Maps.ones(tf, Maps.channelMean(tf, image)));
  }
}
