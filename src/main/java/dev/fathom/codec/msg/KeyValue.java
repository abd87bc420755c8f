package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One named value of a diagnostic status. */
@RosType("diagnostic_msgs/msg/KeyValue")
public record KeyValue(String key, String value) {}
