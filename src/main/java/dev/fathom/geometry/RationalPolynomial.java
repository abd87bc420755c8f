package dev.fathom.geometry;

import java.util.Arrays;
import java.util.Optional;

/**
 * Radial distortion as a quotient of two cubics in r², with two tangential terms.
 *
 * <p>Source: OpenCV calib3d, "Detailed Description", the model of eight coefficients.
 */
public record RationalPolynomial(
    double k1, double k2, double p1, double p2, double k3, double k4, double k5, double k6)
    implements Distortion {
  private static final int MAX_ITERATIONS = 50;

  /** A thousandth of a thousandth of a pixel for a focal length of a thousand. */
  private static final double CONVERGED = 1e-9;

  static RationalPolynomial of(double[] d) {
    if (d.length != 8) {
      throw new IllegalArgumentException(
          "rational_polynomial has 8 coefficients, found " + d.length + ": " + Arrays.toString(d));
    }
    return new RationalPolynomial(d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
  }

  @Override
  public String rosName() {
    return "rational_polynomial";
  }

  @Override
  public double[] coefficients() {
    return new double[] {k1, k2, p1, p2, k3, k4, k5, k6};
  }

  @Override
  public Vector2 distort(double x, double y) {
    double r2 = x * x + y * y;
    double g = numerator(r2) / denominator(r2);
    return new Vector2(
        x * g + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
        y * g + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y);
  }

  /** Newton's method from the distorted point, each step halved until the residual shrinks. */
  @Override
  public Optional<Vector2> undistort(double x, double y) {
    Vector2 goal = new Vector2(x, y);
    Vector2 guess = goal;
    double residual = residual(guess, goal);
    for (int i = 0; i < MAX_ITERATIONS && residual > CONVERGED; i++) {
      Vector2 step = newtonStep(guess, goal);
      double scale = 1;
      Vector2 next = guess;
      double nextResidual = residual;
      while (scale > 1e-6 && !(nextResidual < residual)) {
        next = new Vector2(guess.x() + scale * step.x(), guess.y() + scale * step.y());
        nextResidual = residual(next, goal);
        scale /= 2;
      }
      if (!(nextResidual < residual)) {
        return Optional.empty();
      }
      guess = next;
      residual = nextResidual;
    }
    return residual <= CONVERGED && isBeforeTheFold(guess) ? Optional.of(guess) : Optional.empty();
  }

  private double residual(Vector2 guess, Vector2 goal) {
    Vector2 seen = distort(guess.x(), guess.y());
    return Math.hypot(seen.x() - goal.x(), seen.y() - goal.y());
  }

  private Vector2 newtonStep(Vector2 at, Vector2 goal) {
    Vector2 seen = distort(at.x(), at.y());
    double ex = goal.x() - seen.x();
    double ey = goal.y() - seen.y();
    double[] j = jacobian(at.x(), at.y());
    double det = j[0] * j[3] - j[1] * j[2];
    return new Vector2((j[3] * ex - j[1] * ey) / det, (j[0] * ey - j[2] * ex) / det);
  }

  /** Row-major ∂(distorted)/∂(undistorted). */
  double[] jacobian(double x, double y) {
    double r2 = x * x + y * y;
    double n = numerator(r2);
    double d = denominator(r2);
    double g = n / d;
    double slope =
        ((k1 + r2 * (2 * k2 + r2 * 3 * k3)) * d - n * (k4 + r2 * (2 * k5 + r2 * 3 * k6))) / (d * d);
    double cross = 2 * x * y * slope + 2 * p1 * x + 2 * p2 * y;
    return new double[] {
      g + 2 * x * x * slope + 2 * p1 * y + 6 * p2 * x,
      cross,
      cross,
      g + 2 * y * y * slope + 6 * p1 * y + 2 * p2 * x
    };
  }

  /** Whether the lens keeps its orientation all the way from the axis to this point. */
  private boolean isBeforeTheFold(Vector2 point) {
    int steps = 16;
    for (int i = 1; i <= steps; i++) {
      double[] j = jacobian(point.x() * i / steps, point.y() * i / steps);
      if (!(j[0] * j[3] - j[1] * j[2] > 0)) {
        return false;
      }
    }
    return true;
  }

  private double numerator(double r2) {
    return 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  }

  private double denominator(double r2) {
    return 1 + r2 * (k4 + r2 * (k5 + r2 * k6));
  }
}
