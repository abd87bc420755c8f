package dev.fathom.replay;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one camera of a pair that wait for the other's.
 *
 * <p>Queue: bounded; the oldest gives way and is reported. Its buffers go round.
 */
final class PendingImages {
  private static final int CAPACITY = 16;

  /** Cameras with a common trigger may still differ by what their drivers add. */
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

  /** A message, kept or only seen. */
  record Pending(
      long stampNanos, byte[] bytes, int offset, int length, @Nullable PendingImages owner) {
    static Pending view(long stampNanos, byte[] bytes, int offset, int length) {
      return new Pending(stampNanos, bytes, offset, length, null);
    }

    /** The bytes are no longer needed. */
    void release() {
      if (owner != null) {
        owner.spare.add(bytes);
      }
    }
  }

  /**
   * Keeps a copy of a message.
   *
   * @return the stamp of the message that had to go for it, or null
   */
  @Nullable Long add(long stampNanos, byte[] bytes, int offset, int length) {
    Long gone = waiting.size() == CAPACITY ? removeOldest() : null;
    byte[] copy = spare.poll();
    if (copy == null || copy.length < length) {
      copy = new byte[length];
    }
    System.arraycopy(bytes, offset, copy, 0, length);
    waiting.add(new Pending(stampNanos, copy, 0, length, this));
    return gone;
  }

  /**
   * Takes out the message with the nearest stamp, or null if none is within the tolerance. Of equal
   * stamps the newest message: the others are from before a jump back in time.
   */
  @Nullable Pending takeNear(long stampNanos) {
    Pending nearest = null;
    long least = TOLERANCE_NANOS;
    for (Pending pending : waiting) {
      long distance = Math.abs(pending.stampNanos - stampNanos);
      if (distance <= least) {
        nearest = pending;
        least = distance;
      }
    }
    if (nearest != null) {
      waiting.remove(nearest);
    }
    return nearest;
  }

  /** Forgets the message that waits longest and returns its stamp, or null if none waits. */
  @Nullable Long removeOldest() {
    Pending oldest = waiting.poll();
    if (oldest == null) {
      return null;
    }
    oldest.release();
    return oldest.stampNanos;
  }
}
