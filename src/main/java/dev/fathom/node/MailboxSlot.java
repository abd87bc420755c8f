package dev.fathom.node;

import dev.fathom.pipeline.sync.StampQueue;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One topic's place in a {@link FrameMailbox}, whose lock guards it. */
final class MailboxSlot {
  final int index;
  final StampQueue<ImageMessage> waiting;
  final ArrayDeque<ImageMessage> spare = new ArrayDeque<>();

  /** Where its messages come from, or are expected from until the first has come. */
  String topic = "";

  @Nullable ImageMessage filling;
  boolean required = true;
  boolean dispensable;
  long newestStampNanos = Long.MIN_VALUE;
  long lastMessageNanos = Long.MIN_VALUE;
  long messages;
  long waitingBytes;

  MailboxSlot(int index, long toleranceNanos, int pending) {
    this.index = index;
    this.waiting = new StampQueue<>(pending, toleranceNanos);
  }

  /** Keeps a message; gives back the one that had to go for it, or null. */
  @Nullable ImageMessage await(ImageMessage message) {
    waitingBytes += message.length();
    return taken(waiting.add(message));
  }

  @Nullable ImageMessage takeNear(long stampNanos) {
    return taken(waiting.takeNear(stampNanos));
  }

  @Nullable ImageMessage takeOlder(long stampNanos) {
    return taken(waiting.takeOlder(stampNanos));
  }

  @Nullable ImageMessage takeOldest() {
    return taken(waiting.takeOldest());
  }

  private @Nullable ImageMessage taken(@Nullable ImageMessage message) {
    waitingBytes -= message == null ? 0 : message.length();
    return message;
  }

  /** Whether a frame of this time must wait for a message of this slot. */
  boolean isAwaitedAt(long stampNanos) {
    return required
        && !waiting.hasNear(stampNanos)
        && !(dispensable && newestStampNanos > stampNanos);
  }

  ImageMessage forFilling() {
    ImageMessage message = filling == null ? spare.poll() : filling;
    message = message == null ? new ImageMessage() : message;
    filling = message;
    return message;
  }
}
