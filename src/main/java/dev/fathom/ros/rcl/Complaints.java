package dev.fathom.ros.rcl;

import dev.fathom.ros.LogLevel;
import java.util.concurrent.TimeUnit;

/** Errors that may come again and again: at most one line a second, or they fill the log. */
final class Complaints {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Takes what is said. */
  interface Log {
    void say(LogLevel level, String line);
  }

  private final Log log;
  private boolean any;
  private long lastNanos;

  Complaints(Log log) {
    this.log = log;
  }

  /** Says a line at a time, unless one was said less than a second before. */
  synchronized void complain(long nowNanos, String line) {
    if (!any || nowNanos - lastNanos > PAUSE_NANOS) {
      any = true;
      lastNanos = nowNanos;
      log.say(LogLevel.ERROR, line);
    }
  }
}
