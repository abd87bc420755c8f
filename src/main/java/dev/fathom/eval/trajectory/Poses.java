package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import java.util.List;

/** What every measure of trajectories needs of its poses. */
final class Poses {
  private Poses() {}

  static void requirePairs(List<RigidTransform> estimate, List<RigidTransform> truth) {
    if (estimate.size() != truth.size() || truth.isEmpty()) {
      throw new IllegalArgumentException(
          "trajectories are compared pose by pose, found "
              + estimate.size()
              + " estimated and "
              + truth.size()
              + " true ones");
    }
  }

  /** The later pose as the earlier one sees it: a⁻¹ b. */
  static RigidTransform motion(RigidTransform earlier, RigidTransform later) {
    return earlier.inverse().after(later);
  }

  /** Length of the way from the first pose to each one. */
  static double[] distances(List<RigidTransform> poses) {
    double[] distances = new double[poses.size()];
    for (int i = 1; i < distances.length; i++) {
      distances[i] =
          distances[i - 1]
              + poses.get(i).translation().minus(poses.get(i - 1).translation()).norm();
    }
    return distances;
  }
}
