package dev.fathom.ros.arguments;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much a log line matters. */
public enum LogLevel {
  DEBUG(10),
  INFO(20),
  WARN(30),
  ERROR(40),
  FATAL(50);

  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /** As in {@code rcl_interfaces/msg/Log}. */
  public int number() {
    return number;
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
    String known =
        Arrays.stream(values())
            .map(level -> level.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException("a log level is one of " + known + ", found '" + name + "'");
  }
}
