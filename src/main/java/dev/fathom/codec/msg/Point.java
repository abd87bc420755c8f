package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A position. Units: metres. */
@RosType("geometry_msgs/msg/Point")
public record Point(double x, double y, double z) {}
