package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A colour. Units: 0 to 1 a channel. */
@RosType("std_msgs/msg/ColorRGBA")
public record ColorRgba(float r, float g, float b, float a) {}
