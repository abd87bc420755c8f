package dev.fathom.ros.rcljava;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.Messages;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscription of rcljava's. */
final class RcljavaSubscription implements Subscription {
  private final Topic topic;
  private final Intake intake;
  private final MessageCodec<Record> codec;
  private final JavaMessage message;
  private final JavaObject subscription;
  private final MatchCount matches;
  private final Consumer<RcljavaSubscription> closing;
  private final CdrBuffer buffer = new CdrBuffer();
  private volatile boolean closed;
  private boolean finished;

  /**
   * Makes it; to be called by the spin thread.
   *
   * @param topic its name is absolute
   * @param closing is to have it finished
   */
  @SuppressWarnings("unchecked") // A record's codec takes that record.
  RcljavaSubscription(
      JavaWorkspace workspace,
      JavaObject node,
      Topic topic,
      Intake intake,
      Consumer<RcljavaSubscription> closing) {
    this.topic = topic;
    this.intake = intake;
    this.closing = closing;
    this.message = workspace.message(topic.type());
    this.codec = (MessageCodec<Record>) MessageCodec.of(Messages.recordOf(topic.type()));
    Object consumer =
        workspace.proxy("consumers.Consumer", "accept", arguments -> accept(arguments[0]));
    this.subscription =
        node.callForObject(
            "createSubscription",
            workspace.messageClass(topic.type()),
            topic.name(),
            consumer,
            RcljavaQos.of(topic.qos(), workspace));
    this.matches = MatchCount.ofSubscription(subscription, workspace);
  }

  @Override
  public String topic() {
    return topic.name();
  }

  /** Takes a message that rcljava has converted; gives null, as its callback gives nothing. */
  private @Nullable Object accept(Object java) {
    long receivedNanos = System.nanoTime();
    if (closed) {
      return null;
    }
    try {
      codec.encode((Record) message.toFathom(java), buffer);
      deliver(receivedNanos);
    } catch (RuntimeException | Error e) {
      refuse("a message is lost: " + e);
    }
    return null;
  }

  private void refuse(String reason) {
    try {
      intake.refused(reason);
    } catch (RuntimeException | Error e) {
      // Whoever is told of failures fails; the thread's other topics go on.
    }
  }

  private void deliver(long receivedNanos) {
    int length = buffer.length();
    if (length > topic.maxBytes()) {
      intake.refused("at most " + topic.maxBytes() + " bytes a message expected, found " + length);
      return;
    }
    byte[] room = intake.room(length);
    if (room != null) {
      System.arraycopy(buffer.array(), 0, room, 0, length);
      intake.arrived(room, length, receivedNanos);
    }
  }

  @Override
  public synchronized int publishers() {
    return finished ? 0 : matches.get();
  }

  @Override
  public void close() {
    closed = true;
    closing.accept(this);
  }

  /** Ends it; to be called by the spin thread, or when that has ended. */
  synchronized void finish() {
    closed = true;
    if (!finished) {
      finished = true;
      Object unused = subscription.callVoid("dispose");
    }
  }
}
