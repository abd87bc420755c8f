package dev.fathom.ros;

import dev.fathom.codec.msg.Log;

/** How grave a line of the log is. */
public enum LogLevel {
  DEBUG(Log.DEBUG),
  INFO(Log.INFO),
  WARN(Log.WARN),
  ERROR(Log.ERROR),
  FATAL(Log.FATAL);

  private final int severity;

  LogLevel(int severity) {
    this.severity = severity;
  }

  /** The number that stands for it in {@code rcl_interfaces/msg/Log} and in rcutils. */
  public int severity() {
    return severity;
  }
}
