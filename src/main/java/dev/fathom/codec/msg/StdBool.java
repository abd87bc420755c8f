package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One bool. */
@RosType("std_msgs/msg/Bool")
public record StdBool(boolean data) {}
