package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A position and an orientation. */
@RosType("geometry_msgs/msg/Pose")
public record Pose(Point position, Quaternion orientation) {}
