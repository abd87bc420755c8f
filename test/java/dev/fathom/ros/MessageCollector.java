package dev.fathom.ros;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.MessageCodec;
import java.util.ArrayList;
import java.util.List;

/** Takes every message and keeps it decoded, in order. */
public final class MessageCollector<T extends Record> implements Intake {
  private final MessageCodec<T> codec;
  private final List<T> messages = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  public MessageCollector(Class<T> type) {
    this.codec = MessageCodec.of(type);
  }

  /** Subscribes with room for small messages. */
  public static <T extends Record> MessageCollector<T> on(
      Transport transport, String topic, Class<T> type, QosProfile qos) {
    MessageCollector<T> collector = new MessageCollector<>(type);
    var unused =
        transport.subscribe(
            new Topic(topic, MessageCodec.of(type).rosType(), qos, Topic.SMALL), collector);
    return collector;
  }

  @Override
  public byte[] room(int length) {
    return new byte[length];
  }

  @Override
  public synchronized void arrived(byte[] bytes, int length, long receivedNanos) {
    messages.add(codec.decode(bytes, 0, length));
  }

  @Override
  public synchronized void refused(String reason) {
    refusals.add(reason);
  }

  public synchronized List<T> messages() {
    return List.copyOf(messages);
  }

  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }
}
