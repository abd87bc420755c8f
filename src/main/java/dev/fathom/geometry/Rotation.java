package dev.fathom.geometry;

/**
 * A rotation, as a unit quaternion in ROS order.
 *
 * <p>{@code rotate} maps coordinates in the source frame to coordinates in the target frame. The
 * constructor normalises; a quaternion of length zero or with a NaN is refused.
 */
public record Rotation(double x, double y, double z, double w) {
  public static final Rotation IDENTITY = new Rotation(0, 0, 0, 1);

  public Rotation {
    double norm = Math.sqrt(x * x + y * y + z * z + w * w);
    if (!(norm > 1e-9) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException(
          "not a quaternion: (" + x + ", " + y + ", " + z + ", " + w + ")");
    }
    x /= norm;
    y /= norm;
    z /= norm;
    w /= norm;
  }

  /**
   * Rotation of {@code radians} about an axis, right-handed; the axis need not be of unit length.
   */
  public static Rotation about(Vector3 axis, double radians) {
    Vector3 unit = axis.normalised();
    double s = Math.sin(radians / 2);
    return new Rotation(unit.x() * s, unit.y() * s, unit.z() * s, Math.cos(radians / 2));
  }

  /**
   * From a row-major 3×3 rotation matrix. Source: Shepperd's method, which picks the largest of the
   * four components.
   */
  public static Rotation fromMatrix(double[] m) {
    double trace = m[0] + m[4] + m[8];
    if (trace > 0) {
      double s = 2 * Math.sqrt(trace + 1);
      return new Rotation((m[7] - m[5]) / s, (m[2] - m[6]) / s, (m[3] - m[1]) / s, s / 4);
    }
    if (m[0] > m[4] && m[0] > m[8]) {
      double s = 2 * Math.sqrt(1 + m[0] - m[4] - m[8]);
      return new Rotation(s / 4, (m[1] + m[3]) / s, (m[2] + m[6]) / s, (m[7] - m[5]) / s);
    }
    if (m[4] > m[8]) {
      double s = 2 * Math.sqrt(1 + m[4] - m[0] - m[8]);
      return new Rotation((m[1] + m[3]) / s, s / 4, (m[5] + m[7]) / s, (m[2] - m[6]) / s);
    }
    double s = 2 * Math.sqrt(1 + m[8] - m[0] - m[4]);
    return new Rotation((m[2] + m[6]) / s, (m[5] + m[7]) / s, s / 4, (m[3] - m[1]) / s);
  }

  /** Row-major 3×3 matrix. */
  public double[] toMatrix() {
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - z * w),
      2 * (x * z + y * w),
      2 * (x * y + z * w),
      1 - 2 * (x * x + z * z),
      2 * (y * z - x * w),
      2 * (x * z - y * w),
      2 * (y * z + x * w),
      1 - 2 * (x * x + y * y)
    };
  }

  public Vector3 rotate(Vector3 v) {
    Vector3 q = new Vector3(x, y, z);
    Vector3 t = q.cross(v).times(2);
    return v.plus(t.times(w)).plus(q.cross(t));
  }

  public Rotation inverse() {
    return new Rotation(-x, -y, -z, w);
  }

  /** The rotation that first applies {@code first}, then this one. */
  public Rotation after(Rotation first) {
    return new Rotation(
        w * first.x + x * first.w + y * first.z - z * first.y,
        w * first.y - x * first.z + y * first.w + z * first.x,
        w * first.z + x * first.y - y * first.x + z * first.w,
        w * first.w - x * first.x - y * first.y - z * first.z);
  }

  /** Rotation angle. Units: radians, 0 … π. */
  public double angle() {
    return 2 * Math.atan2(Math.sqrt(x * x + y * y + z * z), Math.abs(w));
  }

  /** Spherical interpolation along the shorter arc: this at 0, {@code to} at 1. */
  public Rotation slerp(Rotation to, double fraction) {
    double dot = x * to.x + y * to.y + z * to.z + w * to.w;
    double sign = dot < 0 ? -1 : 1;
    double theta = Math.acos(Math.min(1, Math.abs(dot)));
    double a = 1 - fraction;
    double b = fraction;
    if (theta > 1e-6) {
      a = Math.sin((1 - fraction) * theta) / Math.sin(theta);
      b = Math.sin(fraction * theta) / Math.sin(theta);
    }
    b *= sign;
    return new Rotation(a * x + b * to.x, a * y + b * to.y, a * z + b * to.z, a * w + b * to.w);
  }
}
