package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the parameter service SetParametersAtomically answers. */
@RosType("rcl_interfaces/srv/SetParametersAtomically_Response")
public record SetParametersAtomicallyResponse(SetParametersResult result) {}
