package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt64;

/** How many frames were given up for one reason since the start. */
@RosType("fathom/msg/DropCount")
public record DropCount(String reason, @UInt64 long frames) {}
