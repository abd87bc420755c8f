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
