package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the parameter service GetParameterTypes answers. */
@RosType("rcl_interfaces/srv/GetParameterTypes_Response")
public record GetParameterTypesResponse(Bytes types) {}
