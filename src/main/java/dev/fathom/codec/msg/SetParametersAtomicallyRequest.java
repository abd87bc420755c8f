package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service SetParametersAtomically asks. */
@RosType("rcl_interfaces/srv/SetParametersAtomically_Request")
public record SetParametersAtomicallyRequest(List<Parameter> parameters) {}
