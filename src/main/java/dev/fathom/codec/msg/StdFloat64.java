package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One float64. */
@RosType("std_msgs/msg/Float64")
public record StdFloat64(double data) {}
