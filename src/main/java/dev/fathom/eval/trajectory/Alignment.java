package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.List;

/**
 * The least-squares alignment of an estimated trajectory with the true one.
 *
 * <p>Source: S. Umeyama, "Least-Squares Estimation of Transformation Parameters Between Two Point
 * Patterns", PAMI 1991, whose optimum (equations 40 to 42) is found here without an SVD: the
 * rotation is the quaternion of B. K. P. Horn, "Closed-form solution of absolute orientation using
 * unit quaternions", JOSA A 1987, which is never a reflection.
 */
public enum Alignment {
  /** Both trajectories are compared as they are. */
  NONE,
  /** Rotation and translation, for estimates that know their scale. */
  SE3,
  /** Rotation, translation and scale, for monocular estimates. */
  SIM3;

  /**
   * {@code truthFromEstimate}, which brings the places of the estimate closest to the true ones.
   *
   * <p>The rotation about a line is arbitrary where all places lie on one.
   */
  public Similarity align(List<RigidTransform> estimate, List<RigidTransform> truth) {
    Poses.requirePairs(estimate, truth);
    if (this == NONE) {
      return Similarity.IDENTITY;
    }
    Vector3 from = centroid(estimate);
    Vector3 to = centroid(truth);
    double[][] covariance = new double[3][3];
    double spread = 0;
    for (int i = 0; i < estimate.size(); i++) {
      Vector3 p = estimate.get(i).translation().minus(from);
      Vector3 q = truth.get(i).translation().minus(to);
      addOuterProduct(p, q, covariance);
      spread += p.dot(p);
    }
    Rotation rotation = rotation(covariance);
    double scale = this == SIM3 ? scale(rotation, covariance, spread) : 1;
    return new Similarity(scale, rotation, to.minus(rotation.rotate(from).times(scale)));
  }

  private static Vector3 centroid(List<RigidTransform> poses) {
    Vector3 sum = Vector3.ZERO;
    for (RigidTransform pose : poses) {
      sum = sum.plus(pose.translation());
    }
    return sum.times(1.0 / poses.size());
  }

  private static void addOuterProduct(Vector3 p, Vector3 q, double[][] sums) {
    double[] a = {p.x(), p.y(), p.z()};
    double[] b = {q.x(), q.y(), q.z()};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        sums[i][j] += a[i] * b[j];
      }
    }
  }

  /** Horn 1987, section 4.A: the eigenvector of the matrix N with the largest eigenvalue. */
  private static Rotation rotation(double[][] s) {
    double[][] n = {
      {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
      {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
      {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
      {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]}
    };
    double[] q = SymmetricEigen.largestEigenvector(n);
    return new Rotation(q[1], q[2], q[3], q[0]);
  }

  /** Umeyama's equation 42: Σ q · R p / Σ |p|². */
  private static double scale(Rotation rotation, double[][] covariance, double spread) {
    double[] r = rotation.toMatrix();
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        sum += r[3 * j + i] * covariance[i][j];
      }
    }
    if (!(spread > 0 && sum > 0)) {
      throw new IllegalArgumentException("a trajectory that stands still has no scale");
    }
    return sum / spread;
  }
}
