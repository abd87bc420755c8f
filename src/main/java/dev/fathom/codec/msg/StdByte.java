package dev.fathom.codec.msg;

import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.RosType;

/** One octet. */
@RosType("std_msgs/msg/Byte")
public record StdByte(@Octet int data) {}
