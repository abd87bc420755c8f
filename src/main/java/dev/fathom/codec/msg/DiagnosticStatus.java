package dev.fathom.codec.msg;

import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.RosType;
import java.util.List;

/** How one part of the robot is doing. */
@RosType("diagnostic_msgs/msg/DiagnosticStatus")
public record DiagnosticStatus(
    @Octet int level, String name, String message, String hardwareId, List<KeyValue> values) {
  @Octet public static final int OK = 0;
  @Octet public static final int WARN = 1;
  @Octet public static final int ERROR = 2;
  @Octet public static final int STALE = 3;
}
