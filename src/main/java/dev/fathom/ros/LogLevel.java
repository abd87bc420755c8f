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

  /**
   * The level of this name, in upper or lower case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LogLevel of(String name) {
    for (LogLevel level : values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "a log level is one of debug, info, warn, error, fatal, found '" + name + "'");
  }

  /** The number that stands for it in {@code rcl_interfaces/msg/Log} and in rcutils. */
  public int severity() {
    return severity;
  }
}
