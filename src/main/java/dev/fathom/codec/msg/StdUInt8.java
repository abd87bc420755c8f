package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt8;

/** One uint8. */
@RosType("std_msgs/msg/UInt8")
public record StdUInt8(@UInt8 int data) {}
