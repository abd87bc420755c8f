package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import java.util.List;

/**
 * How far estimated places are from the true ones after alignment (ATE, also called APE).
 *
 * <p>Source: J. Sturm et al., "A Benchmark for the Evaluation of RGB-D SLAM Systems", IROS 2012.
 *
 * @param alignment what was aligned: SE3 for metric estimates, Sim3 for monocular ones
 * @param truthFromEstimate the alignment found
 * @param metres distances between places
 */
public record AbsoluteTrajectoryError(
    Alignment alignment, Similarity truthFromEstimate, ErrorStatistics metres) {
  /**
   * Frame: poses of the moving frame in a fixed one, worldFromBody; both of the same moments, the
   * fixed frames may differ.
   */
  public static AbsoluteTrajectoryError of(
      List<RigidTransform> estimate, List<RigidTransform> truth, Alignment alignment) {
    Similarity truthFromEstimate = alignment.align(estimate, truth);
    double[] errors = new double[truth.size()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] =
          truthFromEstimate
              .apply(estimate.get(i).translation())
              .minus(truth.get(i).translation())
              .norm();
    }
    return new AbsoluteTrajectoryError(alignment, truthFromEstimate, ErrorStatistics.of(errors));
  }
}
