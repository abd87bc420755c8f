package dev.fathom.geometry;

import java.util.Arrays;
import java.util.Optional;

/**
 * Three radial and two tangential terms.
 *
 * <p>Source: D. C. Brown, "Decentering Distortion of Lenses", 1966; OpenCV's order of coefficients.
 */
public record PlumbBob(double k1, double k2, double p1, double p2, double k3)
    implements Distortion {
  static PlumbBob of(double[] d) {
    if (d.length == 0) {
      return new PlumbBob(0, 0, 0, 0, 0);
    }
    if (d.length != 4 && d.length != 5) {
      throw new IllegalArgumentException(
          "plumb_bob has 4 or 5 coefficients, found " + d.length + ": " + Arrays.toString(d));
    }
    return new PlumbBob(d[0], d[1], d[2], d[3], d.length == 5 ? d[4] : 0);
  }

  @Override
  public String rosName() {
    return "plumb_bob";
  }

  @Override
  public double[] coefficients() {
    return new double[] {k1, k2, p1, p2, k3};
  }

  @Override
  public Vector2 distort(double x, double y) {
    return rational().distort(x, y);
  }

  @Override
  public Optional<Vector2> undistort(double x, double y) {
    return rational().undistort(x, y);
  }

  /** The same lens with a denominator of one. */
  private RationalPolynomial rational() {
    return new RationalPolynomial(k1, k2, p1, p2, k3, 0, 0, 0);
  }
}
