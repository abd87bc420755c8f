package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One float32. */
@RosType("std_msgs/msg/Float32")
public record StdFloat32(float data) {}
