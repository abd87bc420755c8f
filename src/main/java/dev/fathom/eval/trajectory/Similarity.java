package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;

/**
 * A similarity transform of points, named {@code targetFromSource}: q = s · R · p + t.
 *
 * @param scale s, positive
 * @param rotation R
 * @param translation t
 */
public record Similarity(double scale, Rotation rotation, Vector3 translation) {
  public static final Similarity IDENTITY = new Similarity(1, Rotation.IDENTITY, Vector3.ZERO);

  public Similarity {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale of a similarity cannot be " + scale);
    }
  }

  public Vector3 apply(Vector3 pointInSource) {
    return rotation.rotate(pointInSource).times(scale).plus(translation);
  }

  /** A pose in the source frame as a pose in the target frame: its place is scaled, no turn is. */
  public RigidTransform apply(RigidTransform poseInSource) {
    return new RigidTransform(
        rotation.after(poseInSource.rotation()), apply(poseInSource.translation()));
  }
}
