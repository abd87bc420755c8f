package dev.fathom.ros;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;

/**
 * Publishes message records of one topic.
 *
 * <p>Threads: any number at once.
 *
 * @param <T> the message
 */
public final class RecordPublisher<T extends Record> implements AutoCloseable {
  private final MessageCodec<T> codec;
  private final Publisher publisher;
  private final CdrBuffer buffer = new CdrBuffer();

  /**
   * Makes a publisher of messages of at most {@link Topic#SMALL} bytes.
   *
   * @param topic is resolved
   */
  public RecordPublisher(Transport transport, String topic, Class<T> message, QosProfile qos) {
    this.codec = MessageCodec.of(message);
    this.publisher = transport.advertise(new Topic(topic, codec.rosType(), qos, Topic.SMALL));
  }

  /** Sends a message. */
  public synchronized void publish(T message) {
    codec.encode(message, buffer);
    publisher.publish(buffer.array(), 0, buffer.length());
  }

  /** How many subscriptions match now. */
  public int subscribers() {
    return publisher.subscribers();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
