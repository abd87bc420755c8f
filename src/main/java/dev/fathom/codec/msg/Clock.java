package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** The simulated time. */
@RosType("rosgraph_msgs/msg/Clock")
public record Clock(Time clock) {}
