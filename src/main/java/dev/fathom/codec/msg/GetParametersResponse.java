package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service GetParameters answers. */
@RosType("rcl_interfaces/srv/GetParameters_Response")
public record GetParametersResponse(List<ParameterValue> values) {}
