package dev.fathom.ros.rcljava;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.Messages;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import java.lang.reflect.Method;
import java.util.function.Consumer;

/** A publisher of rcljava's. */
final class RcljavaPublisher implements Publisher {
  private static final int HEADER_BYTES = 4;

  private final Topic topic;
  private final MessageCodec<? extends Record> codec;
  private final JavaMessage message;
  private final JavaObject publisher;
  private final Method publish;
  private final MatchCount matches;
  private final Consumer<RcljavaPublisher> closing;
  private boolean closed;

  /**
   * Makes it.
   *
   * @param topic its name is absolute
   * @param closing told when it closes
   */
  RcljavaPublisher(
      JavaWorkspace workspace, JavaObject node, Topic topic, Consumer<RcljavaPublisher> closing) {
    this.topic = topic;
    this.closing = closing;
    this.message = workspace.message(topic.type());
    this.codec = MessageCodec.of(Messages.recordOf(topic.type()));
    this.publisher =
        node.callForObject(
            "createPublisher",
            workspace.messageClass(topic.type()),
            topic.name(),
            RcljavaQos.of(topic.qos(), workspace));
    this.publish = JavaObject.method(publisher.object().getClass(), "publish", 1);
    this.matches = MatchCount.ofPublisher(publisher, workspace);
  }

  @Override
  public String topic() {
    return topic.name();
  }

  @Override
  public synchronized void publish(byte[] bytes, int offset, int length) {
    if (closed) {
      throw new IllegalStateException(topic.name() + " is closed");
    }
    check(bytes, offset, length);
    Record record;
    try {
      record = codec.decode(bytes, offset, length);
    } catch (MalformedDataException e) {
      throw new IllegalArgumentException(topic.name() + ": " + e.getMessage(), e);
    }
    Object unused = JavaObject.invoke(publish, publisher.object(), message.toJava(record));
  }

  private void check(byte[] bytes, int offset, int length) {
    if (length < HEADER_BYTES || offset < 0 || offset > bytes.length - length) {
      throw new IllegalArgumentException(
          topic.name() + ": " + length + " bytes from " + offset + " on of " + bytes.length);
    }
    if (length > topic.maxBytes()) {
      throw new IllegalArgumentException(
          topic.name()
              + ": at most "
              + topic.maxBytes()
              + " bytes a message expected, found "
              + length);
    }
    if (bytes[offset] != 0 || bytes[offset + 1] != 1) {
      throw new IllegalArgumentException(topic.name() + ": little-endian CDR (0x0001) expected");
    }
  }

  @Override
  public synchronized int subscribers() {
    return closed ? 0 : matches.get();
  }

  @Override
  public void close() {
    finish();
    closing.accept(this);
  }

  /** Ends it; for its transport. */
  synchronized void finish() {
    if (!closed) {
      closed = true;
      Object unused = publisher.callVoid("dispose");
    }
  }
}
