package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt64;

/** The values an integer parameter may take. */
@RosType("rcl_interfaces/msg/IntegerRange")
public record IntegerRange(long fromValue, long toValue, @UInt64 long step) {}
