package dev.fathom.replay;

import dev.fathom.geometry.Vector3;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The plane that most points of a road lie on, by random sampling with a fixed seed and a least
 * squares fit to those near it.
 *
 * @param normal points down, as y does in an optical frame
 * @param height distance of the camera. Units: metres
 * @param medianResidual median distance of the fitted points
 * @param inliers share of the points within the threshold
 */
record RoadPlane(Vector3 normal, double height, double medianResidual, double inliers) {
  private static final int TRIALS = 300;
  private static final double NEAR = 0.05;

  static RoadPlane of(List<Vector3> points, long seed) {
    Random random = new Random(seed);
    double[] best = null;
    int most = -1;
    for (int i = 0; i < TRIALS; i++) {
      Vector3 a = points.get(random.nextInt(points.size()));
      Vector3 b = points.get(random.nextInt(points.size()));
      Vector3 c = points.get(random.nextInt(points.size()));
      Vector3 cross = b.minus(a).cross(c.minus(a));
      if (cross.norm() < 1e-3) {
        continue;
      }
      Vector3 n = cross.times((cross.y() < 0 ? -1 : 1) / cross.norm());
      // A road is not a wall.
      if (n.y() < 0.9) {
        continue;
      }
      double[] plane = {n.x() / n.y(), n.z() / n.y(), n.dot(a) / n.y()};
      int near = (int) points.stream().filter(p -> Math.abs(residual(plane, p)) < NEAR).count();
      if (near > most) {
        most = near;
        best = plane;
      }
    }
    double[] found = best;
    for (int i = 0; i < 5; i++) {
      double[] current = found;
      found = fit(points.stream().filter(p -> Math.abs(residual(current, p)) < NEAR).toList());
    }
    double[] plane = found;
    double[] residuals =
        points.stream()
            .mapToDouble(p -> Math.abs(residual(plane, p)))
            .filter(r -> r < 3 * NEAR)
            .sorted()
            .toArray();
    double scale = 1 / Math.sqrt(1 + plane[0] * plane[0] + plane[1] * plane[1]);
    long near = Arrays.stream(residuals).filter(r -> r < NEAR).count();
    return new RoadPlane(
        new Vector3(plane[0], 1, plane[1]).normalised(),
        plane[2] * scale,
        residuals[residuals.length / 2] * scale,
        (double) near / points.size());
  }

  /** y + a·x + b·z = c, solved for y. */
  private static double residual(double[] plane, Vector3 p) {
    return p.y() + plane[0] * p.x() + plane[1] * p.z() - plane[2];
  }

  /** Least squares of y = c − a·x − b·z, by Cramer's rule on centred sums. */
  private static double[] fit(List<Vector3> points) {
    Vector3 mean = Vector3.ZERO;
    for (Vector3 p : points) {
      mean = mean.plus(p.times(1.0 / points.size()));
    }
    double xx = 0;
    double xz = 0;
    double zz = 0;
    double xy = 0;
    double zy = 0;
    for (Vector3 p : points) {
      Vector3 d = p.minus(mean);
      xx += d.x() * d.x();
      xz += d.x() * d.z();
      zz += d.z() * d.z();
      xy += d.x() * d.y();
      zy += d.z() * d.y();
    }
    double det = xx * zz - xz * xz;
    double a = -(xy * zz - zy * xz) / det;
    double b = -(zy * xx - xy * xz) / det;
    return new double[] {a, b, mean.y() + a * mean.x() + b * mean.z()};
  }
}
