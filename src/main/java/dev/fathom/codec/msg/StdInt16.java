package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One int16. */
@RosType("std_msgs/msg/Int16")
public record StdInt16(short data) {}
