package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the parameter service DescribeParameters asks. */
@RosType("rcl_interfaces/srv/DescribeParameters_Request")
public record DescribeParametersRequest(List<String> names) {}
