package dev.fathom.node;

/**
 * Which frames are due where fewer are wanted than come, by their stamps. Threads: one at a time.
 */
final class RateLimit {
  private long intervalNanos;
  private long dueNanos = Long.MIN_VALUE;

  /** Frames closer to the one before are not due; 0: all are. */
  void interval(long nanos) {
    intervalNanos = nanos;
    restart();
  }

  /** The next frame is due whenever it comes, as after a jump of time. */
  void restart() {
    dueNanos = Long.MIN_VALUE;
  }

  /** Whether a frame of this stamp comes too soon; if not, it counts as taken. */
  boolean isTooSoon(long stampNanos) {
    if (intervalNanos == 0) {
      return false;
    }
    long due = dueNanos == Long.MIN_VALUE ? stampNanos : dueNanos;
    // A tenth of slack, because cameras are not punctual.
    if (stampNanos < due - intervalNanos / 10) {
      return true;
    }
    dueNanos = Math.max(due, stampNanos - intervalNanos) + intervalNanos;
    return false;
  }
}
