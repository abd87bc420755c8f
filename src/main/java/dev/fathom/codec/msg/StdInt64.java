package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One int64. */
@RosType("std_msgs/msg/Int64")
public record StdInt64(long data) {}
