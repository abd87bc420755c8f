package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service DescribeParameters answers. */
@RosType("rcl_interfaces/srv/DescribeParameters_Response")
public record DescribeParametersResponse(List<ParameterDescriptor> descriptors) {}
