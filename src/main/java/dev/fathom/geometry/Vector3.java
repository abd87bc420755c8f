package dev.fathom.geometry;

import java.util.Locale;

/** A point or a direction in three dimensions. Units: metres, unless said. */
public record Vector3(double x, double y, double z) {
  public static final Vector3 ZERO = new Vector3(0, 0, 0);

  public Vector3 plus(Vector3 v) {
    return new Vector3(x + v.x, y + v.y, z + v.z);
  }

  public Vector3 minus(Vector3 v) {
    return new Vector3(x - v.x, y - v.y, z - v.z);
  }

  public Vector3 times(double factor) {
    return new Vector3(x * factor, y * factor, z * factor);
  }

  public double dot(Vector3 v) {
    return x * v.x + y * v.y + z * v.z;
  }

  public Vector3 cross(Vector3 v) {
    return new Vector3(y * v.z - z * v.y, z * v.x - x * v.z, x * v.y - y * v.x);
  }

  public double norm() {
    return Math.sqrt(dot(this));
  }

  /** This direction with length one. */
  public Vector3 normalised() {
    double norm = norm();
    if (!(norm > 0)) {
      throw new IllegalArgumentException("no direction: " + this);
    }
    return times(1 / norm);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "(%.4g, %.4g, %.4g)", x, y, z);
  }
}
