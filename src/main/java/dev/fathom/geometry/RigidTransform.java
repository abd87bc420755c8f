package dev.fathom.geometry;

/**
 * A rigid transform, named {@code targetFromSource}: it maps coordinates of a point in the source
 * frame to its coordinates in the target frame. As a pose it is that of the source frame in the
 * target frame, which is what a ROS transform from parent (target) to child (source) holds. Units:
 * metres.
 */
public record RigidTransform(Rotation rotation, Vector3 translation) {
  public static final RigidTransform IDENTITY = new RigidTransform(Rotation.IDENTITY, Vector3.ZERO);

  public Vector3 apply(Vector3 pointInSource) {
    return rotation.rotate(pointInSource).plus(translation);
  }

  /**
   * Applies it to many points. Cost: allocates nothing that grows with their number.
   *
   * @param x of {@code count} points in the source frame; {@code y} and {@code z} likewise
   * @param xyz gets x, y, z in the target frame, point by point
   */
  public void apply(float[] x, float[] y, float[] z, int count, float[] xyz) {
    double[] r = rotation.toMatrix();
    double tx = translation.x();
    double ty = translation.y();
    double tz = translation.z();
    for (int i = 0; i < count; i++) {
      float px = x[i];
      float py = y[i];
      float pz = z[i];
      xyz[3 * i] = (float) (r[0] * px + r[1] * py + r[2] * pz + tx);
      xyz[3 * i + 1] = (float) (r[3] * px + r[4] * py + r[5] * pz + ty);
      xyz[3 * i + 2] = (float) (r[6] * px + r[7] * py + r[8] * pz + tz);
    }
  }

  /** {@code targetFromMiddle.after(middleFromSource)} is {@code targetFromSource}. */
  public RigidTransform after(RigidTransform first) {
    return new RigidTransform(rotation.after(first.rotation), apply(first.translation));
  }

  /** {@code sourceFromTarget}. */
  public RigidTransform inverse() {
    Rotation back = rotation.inverse();
    return new RigidTransform(back, back.rotate(translation).times(-1));
  }

  /**
   * This transform at 0, {@code to} at 1: rotation along the shorter arc, translation along the
   * line.
   */
  public RigidTransform interpolate(RigidTransform to, double fraction) {
    return new RigidTransform(
        rotation.slerp(to.rotation, fraction),
        translation.times(1 - fraction).plus(to.translation.times(fraction)));
  }
}
