package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One int8. */
@RosType("std_msgs/msg/Int8")
public record StdInt8(byte data) {}
