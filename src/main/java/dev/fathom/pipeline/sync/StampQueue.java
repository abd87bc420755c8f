package dev.fathom.pipeline.sync;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one camera of a pair sent and the other's partner has not come for.
 *
 * <p>Queue: bounded; the oldest gives way and is handed back. Threads: one at a time. Cost: nothing
 * is allocated.
 */
public final class StampQueue<T extends StampQueue.Stamped> {
  /** Cameras with a common trigger may still differ by what their drivers add. */
  public static final long DEFAULT_TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final int capacity;
  private final long toleranceNanos;
  private final ArrayDeque<T> waiting;

  /** What has a time. */
  public interface Stamped {
    /** When the image was exposed. */
    long stampNanos();
  }

  public StampQueue(int capacity, long toleranceNanos) {
    if (capacity < 1 || toleranceNanos < 0) {
      throw new IllegalArgumentException(
          "capacity must be positive and tolerance not negative, found "
              + capacity
              + " and "
              + toleranceNanos);
    }
    this.capacity = capacity;
    this.toleranceNanos = toleranceNanos;
    this.waiting = new ArrayDeque<>(capacity);
  }

  /** Keeps one; gives back the one that had to go for it, or null. */
  public @Nullable T add(T value) {
    T gone = waiting.size() == capacity ? waiting.poll() : null;
    waiting.add(value);
    return gone;
  }

  /**
   * Takes out the one with the nearest stamp, or null if none is within the tolerance. Of equal
   * stamps the newest: the others are from before a jump back in time.
   */
  public @Nullable T takeNear(long stampNanos) {
    T nearest = nearest(stampNanos);
    if (nearest != null) {
      remove(nearest);
    }
    return nearest;
  }

  /** Whether {@link #takeNear} would find one. */
  public boolean hasNear(long stampNanos) {
    return nearest(stampNanos) != null;
  }

  private @Nullable T nearest(long stampNanos) {
    T nearest = null;
    long least = toleranceNanos;
    for (T each : waiting) {
      long distance = Math.abs(each.stampNanos() - stampNanos);
      if (distance <= least) {
        nearest = each;
        least = distance;
      }
    }
    return nearest;
  }

  private void remove(T value) {
    for (Iterator<T> each = waiting.iterator(); each.hasNext(); ) {
      if (each.next() == value) {
        each.remove();
        return;
      }
    }
  }

  /** Takes out the one that waits longest if it is older than {@code stampNanos}, or null. */
  public @Nullable T takeOlder(long stampNanos) {
    T oldest = waiting.peek();
    return oldest != null && oldest.stampNanos() < stampNanos ? waiting.poll() : null;
  }

  /** The one that waits longest, or null. */
  public @Nullable T oldest() {
    return waiting.peek();
  }

  /** Takes out the one that waits longest, or null. */
  public @Nullable T takeOldest() {
    return waiting.poll();
  }
}
