package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** Whether a parameter was set, and why not. */
@RosType("rcl_interfaces/msg/SetParametersResult")
public record SetParametersResult(boolean successful, String reason) {}
