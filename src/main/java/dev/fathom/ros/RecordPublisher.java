package dev.fathom.ros;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /**
   * The same where a topic is a convenience: a middleware that lacks the message's type costs the
   * topic and a line.
   *
   * @param warnings takes the line
   * @return null where there is no such topic
   */
  public static <T extends Record> @Nullable RecordPublisher<T> ifPossible(
      Transport transport,
      String topic,
      Class<T> message,
      QosProfile qos,
      Consumer<String> warnings) {
    try {
      return new RecordPublisher<>(transport, topic, message, qos);
    } catch (TransportException e) {
      warnings.accept("no " + topic + ": " + e.getMessage());
      return null;
    }
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
