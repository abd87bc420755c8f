package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service GetParameterTypes asks. */
@RosType("rcl_interfaces/srv/GetParameterTypes_Request")
public record GetParameterTypesRequest(List<String> names) {}
