package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * What lies between two poses, as six numbers in the order and axes of a ROS covariance: x, y, z,
 * and the rotation about the parent's fixed x, y and z.
 *
 * <p>The rotation's part is sin θ · axis of R* R̂ᵀ: smooth everywhere, where an angle from an
 * arccosine has no slope at 0; it equals θ · axis to a thousandth up to 4°. Past 90° it falls
 * again, so it is for motions from frame to frame.
 */
public final class PoseError {
  private PoseError() {}

  /**
   * Truth − prediction.
   *
   * <p>Shape: float64 [N, 4, 4] → [N, 6]. Units: those of the translation, and radians.
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TFloat64> translation = tf.math.sub(translation(tf, truth), translation(tf, predicted));
    Operand<TFloat64> turn =
        tf.train.batchMatMul(
            rotation(tf, truth), transposed(tf, rotation(tf, predicted)), TFloat64.class);
    return tf.concat(List.of(translation, sineOfAngle(tf, turn)), tf.constant(1));
  }

  /** sin θ · axis, the skew part of a rotation. Shape: [N, 3, 3] → [N, 3]. */
  static Operand<TFloat64> sineOfAngle(Ops tf, Operand<TFloat64> rotation) {
    Operand<TFloat64> skew = Maps.scaled(tf, tf.math.sub(rotation, transposed(tf, rotation)), 0.5);
    Operand<TFloat64> flat = tf.reshape(skew, tf.constant(new int[] {-1, 9}));
    // Elements (3,2), (1,3) and (2,1), counted from 1
    return tf.gather(flat, tf.constant(new int[] {7, 2, 3}), tf.constant(1));
  }

  static Operand<TFloat64> rotation(Ops tf, Operand<TFloat64> pose) {
    return tf.slice(pose, tf.constant(new int[3]), tf.constant(new int[] {-1, 3, 3}));
  }

  /** Shape: [N, 4, 4] → [N, 3]. */
  static Operand<TFloat64> translation(Ops tf, Operand<TFloat64> pose) {
    return tf.reshape(
        tf.slice(pose, tf.constant(new int[] {0, 0, 3}), tf.constant(new int[] {-1, 3, 1})),
        tf.constant(new int[] {-1, 3}));
  }

  static Operand<TFloat64> transposed(Ops tf, Operand<TFloat64> matrices) {
    return tf.linalg.transpose(matrices, tf.constant(new int[] {0, 2, 1}));
  }
}
