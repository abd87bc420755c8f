package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** The values a double parameter may take; a step of 0 means any between. */
@RosType("rcl_interfaces/msg/FloatingPointRange")
public record FloatingPointRange(double fromValue, double toValue, double step) {}
