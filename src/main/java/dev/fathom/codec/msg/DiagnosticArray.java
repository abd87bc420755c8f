package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** How several parts of the robot are doing. */
@RosType("diagnostic_msgs/msg/DiagnosticArray")
public record DiagnosticArray(Header header, List<DiagnosticStatus> status) {}
