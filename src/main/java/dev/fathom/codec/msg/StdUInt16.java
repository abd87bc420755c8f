package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt16;

/** One uint16. */
@RosType("std_msgs/msg/UInt16")
public record StdUInt16(@UInt16 int data) {}
