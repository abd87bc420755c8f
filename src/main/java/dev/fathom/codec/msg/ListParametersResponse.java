package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the parameter service ListParameters answers. */
@RosType("rcl_interfaces/srv/ListParameters_Response")
public record ListParametersResponse(ListParametersResult result) {}
