package dev.fathom.image;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling thread allocates. */
public final class Allocations {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /**
   * Bytes allocated by one run of {@code work} in its steady state: the least of several runs after
   * warming up, because the JIT's own bookkeeping may fall into any single one.
   */
  public static long ofSteadyState(Runnable work) {
    for (int i = 0; i < 20; i++) {
      work.run();
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      work.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
