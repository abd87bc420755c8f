package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A position in single precision. Units: metres. */
@RosType("geometry_msgs/msg/Point32")
public record Point32(float x, float y, float z) {}
