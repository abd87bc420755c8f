package dev.fathom.train.networks;

import dev.fathom.train.layers.Projection;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat64;

/** The rays of a camera's pixels. */
final class Rays {
  private Rays() {}

  /**
   * The points at depth 1 in the camera's frame.
   *
   * <p>Shape: [N, H, W, 3].
   *
   * @param like any map [N, H, W, 1] of the pictures' size
   * @param intrinsics fx, fy, cx, cy, [N, 4]
   */
  static Operand<TFloat64> of(Ops tf, Operand<TFloat64> like, Operand<TFloat64> intrinsics) {
    Operand<TFloat64> map = tf.squeeze(like, Squeeze.axis(List.of(3L)));
    Operand<TFloat64> one = tf.fill(tf.shape(map), tf.constant(1.0));
    return Projection.backproject(tf, one, intrinsics);
  }
}
