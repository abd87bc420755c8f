package dev.fathom.record;

import dev.fathom.bag.BagWriter;
import dev.fathom.bag.Connection;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Time;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages onto topics of a recording; a topic comes into being with its first message. */
final class TopicWriter {
  private final BagWriter bag;
  private final Map<String, Connection> connections = new HashMap<>();
  private final CdrBuffer buffer = new CdrBuffer();
  private long stampNanos;

  TopicWriter(BagWriter bag) {
    this.bag = bag;
  }

  /** Sets stamp and log time of what follows. */
  void at(long newStampNanos) {
    stampNanos = newStampNanos;
  }

  Header header(String frame) {
    return new Header(Time.ofNanos(stampNanos), frame);
  }

  /** Writes one message, on a topic as drivers of sensors publish it. */
  <T extends Record> void write(String topic, T message) throws IOException {
    write(topic, message, QosProfile.sensorData());
  }

  /** Writes one message, on a topic that late subscribers still get. */
  <T extends Record> void writeLatched(String topic, T message) throws IOException {
    write(topic, message, QosProfile.transientLocal(1));
  }

  private <T extends Record> void write(String topic, T message, QosProfile qos)
      throws IOException {
    @SuppressWarnings("unchecked")
    MessageCodec<T> codec = MessageCodec.of((Class<T>) message.getClass());
    Connection connection = connections.get(topic);
    if (connection == null) {
      connection = bag.addTopic(topic, codec.rosType(), codec.definition(), List.of(qos));
      connections.put(topic, connection);
    }
    buffer.reset();
    codec.encode(message, buffer);
    bag.write(connection, stampNanos, stampNanos, buffer.array(), 0, buffer.length());
  }
}
