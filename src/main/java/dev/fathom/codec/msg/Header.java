package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** When something was measured, and in which coordinate frame it is given. */
@RosType("std_msgs/msg/Header")
public record Header(Time stamp, String frameId) {}
