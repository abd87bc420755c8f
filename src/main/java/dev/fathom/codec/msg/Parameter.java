package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A named value. */
@RosType("rcl_interfaces/msg/Parameter")
public record Parameter(String name, ParameterValue value) {}
