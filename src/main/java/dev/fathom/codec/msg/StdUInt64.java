package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt64;

/** One uint64. */
@RosType("std_msgs/msg/UInt64")
public record StdUInt64(@UInt64 long data) {}
