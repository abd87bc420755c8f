package dev.fathom.codec.msg;

import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;
import dev.fathom.codec.schema.UInt8;

/** One line of a node's log, as on /rosout. */
@RosType("rcl_interfaces/msg/Log")
public record Log(
    Time stamp,
    @UInt8 int level,
    String name,
    String msg,
    String file,
    String function,
    @UInt32 int line) {
  @Octet public static final int DEBUG = 10;
  @Octet public static final int INFO = 20;
  @Octet public static final int WARN = 30;
  @Octet public static final int ERROR = 40;
  @Octet public static final int FATAL = 50;
}
