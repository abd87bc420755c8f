package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One int32. */
@RosType("std_msgs/msg/Int32")
public record StdInt32(int data) {}
