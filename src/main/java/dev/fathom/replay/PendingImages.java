package dev.fathom.replay;

import dev.fathom.pipeline.sync.StampQueue;
import dev.fathom.pipeline.sync.StereoFrames;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Copies of one camera's messages that wait for the other camera of a pair; buffers go round. */
final class PendingImages {
  private static final int CAPACITY = 16;

  private final StampQueue<Pending> waiting =
      new StampQueue<>(CAPACITY, StampQueue.DEFAULT_TOLERANCE_NANOS);
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

  /** A message, kept or only seen. */
  record Pending(
      long stampNanos,
      String type,
      byte[] bytes,
      int offset,
      int length,
      @Nullable PendingImages owner)
      implements StereoFrames.ImageBytes {
    static Pending view(long stampNanos, String type, byte[] bytes, int offset, int length) {
      return new Pending(stampNanos, type, bytes, offset, length, null);
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
  @Nullable Long add(Pending message) {
    int length = message.length();
    byte[] copy = spare.poll();
    if (copy == null || copy.length < length) {
      copy = new byte[length];
    }
    System.arraycopy(message.bytes(), message.offset(), copy, 0, length);
    return released(
        waiting.add(new Pending(message.stampNanos(), message.type(), copy, 0, length, this)));
  }

  /** Takes out the message with the nearest stamp, or null if none is near. */
  @Nullable Pending takeNear(long stampNanos) {
    return waiting.takeNear(stampNanos);
  }

  /** Forgets the message that waits longest and returns its stamp, or null if none waits. */
  @Nullable Long removeOldest() {
    return released(waiting.takeOldest());
  }

  private static @Nullable Long released(@Nullable Pending gone) {
    if (gone == null) {
      return null;
    }
    gone.release();
    return gone.stampNanos();
  }
}
