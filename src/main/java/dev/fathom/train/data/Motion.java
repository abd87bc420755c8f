package dev.fathom.train.data;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;

/** A rigid transform as six numbers: translation in metres, then a rotation vector in radians. */
public final class Motion {
  private Motion() {}

  /** Writes the six numbers of {@code bFromA} to {@code out}. */
  public static void write(RigidTransform bFromA, float[] out) {
    Vector3 t = bFromA.translation();
    Rotation r = bFromA.rotation();
    Vector3 axis = new Vector3(r.x(), r.y(), r.z()).times(r.w() < 0 ? -1 : 1);
    double sine = axis.norm();
    // For small angles the vector is twice the quaternion's.
    double factor = sine < 1e-9 ? 2 : 2 * Math.atan2(sine, Math.abs(r.w())) / sine;
    Vector3 vector = axis.times(factor);
    double[] six = {t.x(), t.y(), t.z(), vector.x(), vector.y(), vector.z()};
    for (int i = 0; i < six.length; i++) {
      out[i] = (float) six[i];
    }
  }

  /** The transform that six numbers from {@code offset} on mean. */
  public static RigidTransform read(float[] numbers, int offset) {
    Vector3 vector = new Vector3(numbers[offset + 3], numbers[offset + 4], numbers[offset + 5]);
    double angle = vector.norm();
    Rotation rotation =
        angle < 1e-12 ? Rotation.IDENTITY : Rotation.about(vector.times(1 / angle), angle);
    return new RigidTransform(
        rotation, new Vector3(numbers[offset], numbers[offset + 1], numbers[offset + 2]));
  }
}
