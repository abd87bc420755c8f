package dev.fathom.node;

import org.jspecify.annotations.Nullable;

/** The messages of one time that make a frame, by slot; null where an optional one did not come. */
final class FrameMessages {
  private final @Nullable ImageMessage[] messages;
  private long stampNanos;
  private long jumps;

  FrameMessages(int slots) {
    messages = new @Nullable ImageMessage[slots];
  }

  void set(int slot, @Nullable ImageMessage message) {
    messages[slot] = message;
  }

  /** Which frame this is: its first slot's stamp, after how many jumps of time. */
  void describe(long newStampNanos, long newJumps) {
    stampNanos = newStampNanos;
    jumps = newJumps;
  }

  @Nullable ImageMessage get(int slot) {
    return messages[slot];
  }

  /** What a required slot holds. */
  ImageMessage at(int slot) {
    ImageMessage message = messages[slot];
    if (message == null) {
      throw new IllegalStateException("slot " + slot + " is empty");
    }
    return message;
  }

  long stampNanos() {
    return stampNanos;
  }

  /** How often time had jumped back when it came. */
  long jumps() {
    return jumps;
  }

  /** When the last of its messages came. */
  long receivedNanos() {
    long last = Long.MIN_VALUE;
    for (ImageMessage message : messages) {
      if (message != null) {
        last = Math.max(last, message.receivedNanos());
      }
    }
    return last;
  }
}
