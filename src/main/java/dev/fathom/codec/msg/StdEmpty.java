package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** Nothing but the fact that it was sent. */
@RosType("std_msgs/msg/Empty")
public record StdEmpty() {}
