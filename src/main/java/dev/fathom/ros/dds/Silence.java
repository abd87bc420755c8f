package dev.fathom.ros.dds;

import java.util.concurrent.TimeUnit;

/**
 * How long nothing has come on a topic that somebody publishes, and whether that is too long. Time
 * is {@link System#nanoTime}'s. Threads: one at a time.
 */
final class Silence {
  /** Cameras send many times in this. */
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The longest pause between two tries. */
  static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private long sinceNanos;
  private long patienceNanos = FIRST_NANOS;

  Silence(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /** Something came, or nobody publishes. */
  void over(long nowNanos) {
    sinceNanos = nowNanos;
    patienceNanos = FIRST_NANOS;
  }

  /** Whether nothing was tried against this silence yet. */
  boolean isFresh() {
    return patienceNanos == FIRST_NANOS;
  }

  /** Whether it is time to try something; the time to the next try doubles with each. */
  boolean isTooLong(long nowNanos) {
    if (nowNanos - sinceNanos < patienceNanos) {
      return false;
    }
    sinceNanos = nowNanos;
    patienceNanos = Math.min(2 * patienceNanos, MOST_NANOS);
    return true;
  }
}
