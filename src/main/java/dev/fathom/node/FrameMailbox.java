package dev.fathom.node;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.ros.Intake;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a stage's frames meet: those of one time make a frame, and the newest
 * complete frame is the one that the stage takes.
 *
 * <p>A slot is one topic; slot 0's stamp is the frame's, and frames are counted by its messages.
 * Queue: one frame; a newer one takes its place, which counts as {@link DropReason#SUPERSEDED}. A
 * few messages a slot wait for their partners; the oldest gives way. A stamp that lies far behind
 * the one before is a jump of time, as of a recording that loops: all that waits is dropped, and
 * {@link FrameMessages#jumps} tells the stage.
 *
 * <p>Threads: the transport's fills it, the stage's takes; neither waits for the other's work.
 * Cost: nothing is allocated once the buffers have their size.
 */
final class FrameMailbox {
  /** Most that the messages waiting in a slot may take. Units: bytes. */
  private static final long MOST_WAITING_BYTES = 64 << 20;

  /** Images may overtake each other on the network, but not by this much. */
  private static final long JUMP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final MailboxSlot[] slots;
  private final long toleranceNanos;
  private final FrameDrops drops;
  private final BooleanSupplier wanted;
  private final RateLimit rate = new RateLimit();
  private final ArrayDeque<FrameMessages> spare = new ArrayDeque<>();
  private @Nullable FrameMessages ready;
  private @Nullable FrameMessages taken;
  private long lastStampNanos = Long.MIN_VALUE;
  private long jumps;
  private long framesIn;
  private boolean closed;

  /**
   * @param slots topics that make a frame
   * @param toleranceNanos how far their stamps may differ
   * @param pending most messages a slot that wait for their partners
   * @param wanted whether frames are of use now; messages are not even copied when they are not
   */
  FrameMailbox(
      int slots, long toleranceNanos, int pending, FrameDrops drops, BooleanSupplier wanted) {
    this.toleranceNanos = toleranceNanos;
    this.drops = drops;
    this.wanted = wanted;
    this.slots = new MailboxSlot[slots];
    for (int i = 0; i < slots; i++) {
      this.slots[i] = new MailboxSlot(i, toleranceNanos, pending);
    }
  }

  /** What a subscription of this slot's topic brings its messages to. */
  Intake intake(int slot, String topic, String type) {
    synchronized (this) {
      if (slots[slot].topic.isEmpty()) {
        slots[slot].topic = topic;
      }
    }
    return new Intake() {
      @Override
      public byte @Nullable [] room(int length) {
        return FrameMailbox.this.room(slots[slot], length);
      }

      @Override
      public void arrived(byte[] bytes, int length, long receivedNanos) {
        FrameMailbox.this.arrived(slots[slot], topic, type, length, receivedNanos);
      }

      @Override
      public void refused(String reason) {
        FrameMailbox.this.refused(slots[slot], reason);
      }
    };
  }

  /** Whether frames need this slot's messages; without them it stays empty. */
  synchronized void require(int slot, boolean required) {
    slots[slot].required = required;
  }

  /** Frames are complete without this slot's message when a newer one has come: it was lost. */
  synchronized void dispensable(int slot) {
    slots[slot].dispensable = true;
  }

  /** Frames closer to the one before are dropped; 0: none are. */
  synchronized void minInterval(long nanos) {
    rate.interval(nanos);
  }

  private byte @Nullable [] room(MailboxSlot slot, int length) {
    synchronized (this) {
      slot.messages++;
      slot.lastMessageNanos = System.nanoTime();
    }
    // Whoever publishes may be slow to answer; the stage must not wait for that.
    boolean useful = wanted.getAsBoolean();
    synchronized (this) {
      return closed || !useful ? null : slot.forFilling().room(length);
    }
  }

  private synchronized void refused(MailboxSlot slot, String reason) {
    slot.messages++;
    slot.lastMessageNanos = System.nanoTime();
    if (slot.index == 0) {
      framesIn++;
    }
    drops.count(DropReason.REFUSED_SAMPLE, reason);
  }

  private synchronized void arrived(
      MailboxSlot slot, String topic, String type, int length, long receivedNanos) {
    slot.topic = topic;
    ImageMessage message = slot.forFilling();
    slot.filling = null;
    if (slot.index == 0) {
      framesIn++;
    }
    try {
      message.fill(type, length, receivedNanos);
    } catch (MalformedDataException e) {
      drops.count(DropReason.MALFORMED_IMAGE, type + ": " + e.getMessage());
      slot.spare.add(message);
      return;
    }
    long stamp = message.stampNanos();
    if (slot.newestStampNanos != Long.MIN_VALUE && stamp < slot.newestStampNanos - JUMP_NANOS) {
      jumped();
    }
    slot.newestStampNanos = Math.max(slot.newestStampNanos, stamp);
    if (slot.index == 0 && rate.isTooSoon(stamp)) {
      drops.count(DropReason.ABOVE_RATE);
      slot.spare.add(message);
    } else if (!completes(slot, stamp)) {
      await(slot, message);
      deliverWithout(slot);
    } else {
      deliver(frame(slot, message));
    }
  }

  /** Delivers what waited for a message of this slot that was lost, as a newer one shows. */
  private void deliverWithout(MailboxSlot slot) {
    MailboxSlot first = slots[0];
    ImageMessage oldest = first.waiting.oldest();
    while (slot.dispensable && oldest != null && completes(first, oldest.stampNanos())) {
      var unused = first.takeOldest();
      deliver(frame(first, oldest));
      oldest = first.waiting.oldest();
    }
  }

  private void await(MailboxSlot slot, ImageMessage message) {
    ImageMessage gone = slot.await(message);
    if (gone == null && slot.waitingBytes > MOST_WAITING_BYTES) {
      gone = slot.takeOldest();
    }
    if (gone != null) {
      giveUp(slot, gone);
    }
  }

  /** A message whose partners did not come. */
  private void giveUp(MailboxSlot slot, ImageMessage message) {
    slot.spare.add(message);
    if (slot.index == 0) {
      drops.count(DropReason.UNPAIRED, partnerless(slot, message.stampNanos()));
    }
  }

  private String partnerless(MailboxSlot slot, long stamp) {
    for (MailboxSlot other : slots) {
      if (other != slot && other.isAwaitedAt(stamp)) {
        return String.format(
            "%s at stamp %d: nothing on %s within %.1f ms of it",
            slot.topic, stamp, other.topic, toleranceNanos / 1e6);
      }
    }
    return slot.topic + " at stamp " + stamp + ": a newer frame or a jump of time came first";
  }

  private boolean completes(MailboxSlot arrived, long stamp) {
    for (MailboxSlot slot : slots) {
      if (slot != arrived && slot.isAwaitedAt(stamp)) {
        return false;
      }
    }
    return true;
  }

  private FrameMessages frame(MailboxSlot arrived, ImageMessage message) {
    FrameMessages frame = spare.poll();
    frame = frame == null ? new FrameMessages(slots.length) : frame;
    long stamp = message.stampNanos();
    for (MailboxSlot slot : slots) {
      frame.set(slot.index, slot == arrived ? message : slot.takeNear(stamp));
      dropOlder(slot, stamp);
    }
    ImageMessage first = frame.get(0);
    frame.describe(first == null ? stamp : first.stampNanos(), jumps);
    return frame;
  }

  private void dropOlder(MailboxSlot slot, long stamp) {
    for (ImageMessage old = slot.takeOlder(stamp); old != null; old = slot.takeOlder(stamp)) {
      giveUp(slot, old);
    }
  }

  private void deliver(FrameMessages frame) {
    if (frame.stampNanos() < lastStampNanos) {
      recycle(frame);
      drops.count(DropReason.SUPERSEDED);
      return;
    }
    lastStampNanos = frame.stampNanos();
    if (ready != null) {
      recycle(ready);
      drops.count(DropReason.SUPERSEDED);
    }
    ready = frame;
    notifyAll();
  }

  /** Nothing from before a jump back meets anything from after it. */
  private void jumped() {
    jumps++;
    lastStampNanos = Long.MIN_VALUE;
    rate.restart();
    for (MailboxSlot slot : slots) {
      slot.newestStampNanos = Long.MIN_VALUE;
      for (ImageMessage old = slot.takeOldest(); old != null; old = slot.takeOldest()) {
        giveUp(slot, old);
      }
    }
    if (ready != null) {
      recycle(ready);
      ready = null;
      drops.count(DropReason.SUPERSEDED);
    }
  }

  private void recycle(FrameMessages frame) {
    for (MailboxSlot slot : slots) {
      ImageMessage message = frame.get(slot.index);
      if (message != null) {
        slot.spare.add(message);
        frame.set(slot.index, null);
      }
    }
    spare.add(frame);
  }

  /**
   * Waits for a frame and takes it; it is valid until the next call.
   *
   * @return null if none came in time, or the mailbox is closed
   */
  synchronized @Nullable FrameMessages take(long timeoutNanos) throws InterruptedException {
    if (taken != null) {
      recycle(taken);
      taken = null;
    }
    long end = System.nanoTime() + timeoutNanos;
    long left = timeoutNanos;
    while (ready == null && !closed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    taken = ready;
    ready = null;
    return taken;
  }

  /** Gives up what waits, as {@link DropReason#DEACTIVATED}. */
  synchronized void discard() {
    for (MailboxSlot slot : slots) {
      for (ImageMessage old = slot.takeOldest(); old != null; old = slot.takeOldest()) {
        slot.spare.add(old);
        if (slot.index == 0) {
          drops.count(DropReason.DEACTIVATED);
        }
      }
    }
    if (ready != null) {
      recycle(ready);
      ready = null;
      drops.count(DropReason.DEACTIVATED);
    }
  }

  /** Gives up what waits, and takes nothing more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Messages of slot 0 while frames were wanted. */
  synchronized long framesIn() {
    return framesIn;
  }

  /** Messages of a slot, wanted or not. */
  synchronized long messages(int slot) {
    return slots[slot].messages;
  }

  /** When the last message of each of these slots came, wanted or not; in the slots' order. */
  synchronized List<ImageSource> sources(Map<Integer, InputTopic> inputs) {
    List<ImageSource> sources = new ArrayList<>();
    for (MailboxSlot slot : slots) {
      InputTopic input = inputs.get(slot.index);
      if (input != null) {
        sources.add(new ImageSource(input, slot.lastMessageNanos));
      }
    }
    return sources;
  }

  /** When a slot's last message came; {@link Long#MIN_VALUE}: never. */
  synchronized long lastMessageNanos(int slot) {
    return slots[slot].lastMessageNanos;
  }
}
