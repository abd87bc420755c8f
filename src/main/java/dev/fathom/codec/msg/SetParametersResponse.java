package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service SetParameters answers. */
@RosType("rcl_interfaces/srv/SetParameters_Response")
public record SetParametersResponse(List<SetParametersResult> results) {}
