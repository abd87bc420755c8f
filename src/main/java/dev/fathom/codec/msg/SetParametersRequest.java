package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service SetParameters asks. */
@RosType("rcl_interfaces/srv/SetParameters_Request")
public record SetParametersRequest(List<Parameter> parameters) {}
