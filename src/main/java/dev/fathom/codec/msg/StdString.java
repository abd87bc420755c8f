package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One string; named so that it does not hide java.lang.String. */
@RosType("std_msgs/msg/String")
public record StdString(String data) {}
