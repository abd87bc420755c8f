package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service GetParameters asks. */
@RosType("rcl_interfaces/srv/GetParameters_Request")
public record GetParametersRequest(List<String> names) {}
