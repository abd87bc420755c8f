package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A velocity. Units: metres a second, radians a second. */
@RosType("geometry_msgs/msg/Twist")
public record Twist(Vector3 linear, Vector3 angular) {}
