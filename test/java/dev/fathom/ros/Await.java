package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the graph will say sooner or later. */
public final class Await {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Await() {}

  /** Returns as soon as {@code condition} holds; fails with {@code what} after 20 seconds. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + MOST_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("not within 20 s: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits for a latch from where a check cannot be thrown; true. */
  public static boolean latch(CountDownLatch latch) {
    until("the latch opens", () -> latch.getCount() == 0);
    return true;
  }
}
