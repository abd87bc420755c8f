package dev.fathom.train.losses;

import dev.fathom.train.layers.PoseMatrix;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How badly the clouds of two frames fit when the estimated ego-motion joins them: the motion T′
 * that would still be needed, and the residuals r that are left after it.
 *
 * <p>ICP is not differentiable. As in the paper T′ pulls at the ego-motion alone and r at the first
 * frame's depth alone, and both are otherwise constants.
 *
 * <p>What differs from the paper: partners are found by projection and the fit is to tangent planes
 * ({@link OrganisedIcp}), where the paper seeks nearest points; ‖T′ − I‖ is the L1 norm of T′'s
 * translation and sine of its rotation instead of the matrix's elements; and r is a mean over the
 * pairs, so that its weight does not hang on the image's size.
 *
 * <p>Source: Mahjourian et al. 2018, L_3D = ‖T′ − I‖₁ + ‖r‖₁.
 *
 * @param icp how the clouds are fitted
 */
public record PointCloudAlignment(OrganisedIcp icp) {
  public static final PointCloudAlignment DEFAULT = new PointCloudAlignment(OrganisedIcp.DEFAULT);

  /**
   * The loss of a batch.
   *
   * @param cloud A, of the first frame in its own camera, float64 [N, H, W, 3]; gets a gradient
   * @param targetFromSource T, the estimated motion, float64 [N, 4, 4]; gets a gradient
   * @param target B, of the second frame in its own camera, float64 [N, H, W, 3]; gets none
   * @param intrinsics of both cameras, float64 [N, 4]: fx, fy, cx, cy
   */
  public Operand<TFloat64> of(
      Ops tf,
      Operand<TFloat64> cloud,
      Operand<TFloat64> targetFromSource,
      Operand<TFloat64> target,
      Operand<TFloat64> intrinsics) {
    Operand<TFloat64> held = tf.stopGradient(targetFromSource);
    Operand<TFloat64> moved = PoseMatrix.transform(tf, held, cloud);
    OrganisedIcp.Fit fit = icp.of(tf, moved, target, intrinsics);
    return tf.math.add(
        correction(tf, targetFromSource, held, fit.targetFromMoved()), residual(tf, moved, fit));
  }

  /** ‖T′ − I‖₁, less whatever T has moved since T′ was found: that is 0, but has T's gradient. */
  private static Operand<TFloat64> correction(
      Ops tf, Operand<TFloat64> pose, Operand<TFloat64> held, Operand<TFloat64> needed) {
    Operand<TFloat64> since = PoseMatrix.compose(tf, pose, PoseMatrix.inverse(tf, held));
    // L_3D, first term
    Operand<TFloat64> left = tf.math.sub(six(tf, needed), six(tf, since));
    return Maps.mean(tf, tf.sum(tf.math.abs(left), tf.constant(1)));
  }

  /** ‖r‖₁ with r = A′ − T′⁻¹ B, the mean over the pairs. */
  private static Operand<TFloat64> residual(Ops tf, Operand<TFloat64> moved, OrganisedIcp.Fit fit) {
    Operand<TFloat64> where =
        tf.stopGradient(
            PoseMatrix.transform(tf, PoseMatrix.inverse(tf, fit.targetFromMoved()), fit.partner()));
    Operand<TFloat64> r = tf.math.abs(tf.math.sub(moved, where));
    // L_3D, second term
    return Maps.mean(tf, tf.expandDims(tf.sum(r, tf.constant(3)), tf.constant(3)), fit.mask());
  }

  /** Translation and sine of the rotation. Shape: [N, 4, 4] → [N, 6]. */
  private static Operand<TFloat64> six(Ops tf, Operand<TFloat64> pose) {
    return tf.concat(
        List.of(
            PoseError.translation(tf, pose),
            PoseError.sineOfAngle(tf, PoseError.rotation(tf, pose))),
        tf.constant(1));
  }
}
