package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;

/** One uint32. */
@RosType("std_msgs/msg/UInt32")
public record StdUInt32(@UInt32 int data) {}
