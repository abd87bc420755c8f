package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A rotation as a unit quaternion, w its real part. */
@RosType("geometry_msgs/msg/Quaternion")
public record Quaternion(double x, double y, double z, double w) {
  /** No rotation. */
  public static final Quaternion IDENTITY = new Quaternion(0, 0, 0, 1);
}
