package dev.fathom.ros.dds;

import java.util.concurrent.TimeUnit;

/**
 * Forged datagrams in the name of a matched writer can hang the library for good, and whatever
 * waits for it; the process must end all the same. So what may wait for it runs on a thread of its
 * own, and its caller waits so long at the most. Threads: any.
 */
final class TimeLimit {
  /** For closing anything. */
  static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private TimeLimit() {}

  /** Starts the work on a thread that keeps no process from ending. */
  static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Waits for a thread, whether or not the caller is interrupted meanwhile.
   *
   * @return whether it has ended
   */
  static boolean endsWithin(Thread thread, long nanos) {
    long start = System.nanoTime();
    long left = nanos;
    boolean interrupted = false;
    while (thread.isAlive() && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = nanos - (System.nanoTime() - start);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
