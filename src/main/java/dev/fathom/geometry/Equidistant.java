package dev.fathom.geometry;

import java.util.Arrays;
import java.util.Optional;

/**
 * A fisheye lens: the distance from the axis is a polynomial in the angle to the axis.
 *
 * <p>Source: J. Kannala, S. Brandt, "A Generic Camera Model and Calibration Method …", PAMI 2006,
 * as in OpenCV's fisheye namespace. With all coefficients zero it is still a fisheye.
 */
public record Equidistant(double k1, double k2, double k3, double k4) implements Distortion {
  private static final int MAX_ITERATIONS = 50;
  private static final double CONVERGED = 1e-12;

  static Equidistant of(double[] d) {
    if (d.length != 4) {
      throw new IllegalArgumentException(
          "equidistant has 4 coefficients, found " + d.length + ": " + Arrays.toString(d));
    }
    return new Equidistant(d[0], d[1], d[2], d[3]);
  }

  @Override
  public String rosName() {
    return "equidistant";
  }

  @Override
  public double[] coefficients() {
    return new double[] {k1, k2, k3, k4};
  }

  @Override
  public Vector2 distort(double x, double y) {
    double r = Math.hypot(x, y);
    if (r < 1e-12) {
      return new Vector2(x, y);
    }
    double scale = distorted(Math.atan(r)) / r;
    return new Vector2(x * scale, y * scale);
  }

  /** Newton's method on the angle; empty at and beyond 90° from the axis. */
  @Override
  public Optional<Vector2> undistort(double x, double y) {
    double goal = Math.hypot(x, y);
    if (goal < 1e-12) {
      return Optional.of(new Vector2(x, y));
    }
    double theta = Math.min(goal, Math.PI / 2);
    double error = distorted(theta) - goal;
    for (int i = 0; i < MAX_ITERATIONS && Math.abs(error) > CONVERGED; i++) {
      theta -= error / slope(theta);
      error = distorted(theta) - goal;
    }
    boolean found = Math.abs(error) <= CONVERGED && theta > 0 && theta < Math.PI / 2;
    if (!found || !(slope(theta) > 0)) {
      return Optional.empty();
    }
    double scale = Math.tan(theta) / goal;
    return Optional.of(new Vector2(x * scale, y * scale));
  }

  private double distorted(double theta) {
    double t2 = theta * theta;
    return theta * (1 + t2 * (k1 + t2 * (k2 + t2 * (k3 + t2 * k4))));
  }

  private double slope(double theta) {
    double t2 = theta * theta;
    return 1 + t2 * (3 * k1 + t2 * (5 * k2 + t2 * (7 * k3 + t2 * 9 * k4)));
  }
}
