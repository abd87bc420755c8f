package dev.fathom.replay;

import dev.fathom.bag.BagWriter;
import dev.fathom.bag.Connection;
import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.Messages;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.ProductSink;
import dev.fathom.sensor.RectifiedFrame;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Products and copied inputs as topics of the new recording. */
final class RecordingOutput implements ProductSink {
  /** Reliable serves best-effort subscribers too, and RViz, whose displays ask for reliable. */
  private static final QosProfile PRODUCT_QOS = QosProfile.reliable(5);

  private final WriterThread thread;
  private final Map<Product, Connection> products = new EnumMap<>(Product.class);
  private final Map<Integer, Connection> copies = new HashMap<>();
  private final Map<String, Long> written = new TreeMap<>();
  private WriterThread.@Nullable Message open;
  private long logTimeNanos;

  RecordingOutput(BagWriter writer, WriterThread thread, String nodeName, Set<Product> wanted)
      throws IOException {
    this.thread = thread;
    for (Product product : wanted) {
      MessageCodec<?> codec = Messages.forType(product.type());
      if (codec == null) {
        throw new IllegalStateException("no codec for " + product.type());
      }
      String topic = "/" + nodeName + "/" + product.topic();
      products.put(
          product,
          writer.addTopic(topic, product.type(), codec.definition(), List.of(PRODUCT_QOS)));
      written.put(topic, 0L);
    }
  }

  /** When the message that causes the next products was logged. */
  void at(long newLogTimeNanos) {
    logTimeNanos = newLogTimeNanos;
  }

  @Override
  public CdrBuffer buffer() throws IOException {
    // One that was asked for and not filled, because its product failed, serves again.
    WriterThread.Message message = open == null ? thread.take() : open;
    open = message;
    return message.cdr();
  }

  @Override
  public void publish(Product product, long stampNanos, CdrBuffer buffer) throws IOException {
    WriterThread.Message message = open;
    Connection connection = products.get(product);
    if (message == null || message.cdr() != buffer || connection == null) {
      throw new IllegalStateException("no buffer was asked for " + product);
    }
    open = null;
    thread.write(message, connection, logTimeNanos, logTimeNanos);
    written.merge(connection.topic(), 1L, Long::sum);
  }

  /** Writes a message of the old recording as it is, on its own topic with its own type and QoS. */
  void copy(Connection input, long publishTimeNanos, byte[] bytes, int offset, int length)
      throws IOException {
    Connection connection = copies.get(input.id());
    if (connection == null) {
      connection = addCopy(input);
      copies.put(input.id(), connection);
    }
    thread.copy(connection, logTimeNanos, publishTimeNanos, bytes, offset, length);
    written.merge(input.topic(), 1L, Long::sum);
  }

  /** Writes a transform that never changes; its frames come from Fathom itself. */
  void staticTransform(RectifiedFrame frame, long stampNanos) throws IOException {
    MessageCodec<TfMessage> codec = MessageCodec.of(TfMessage.class);
    Connection connection =
        connection(
            new Connection(
                0,
                TransformReader.STATIC_TOPIC,
                codec.rosType(),
                "cdr",
                List.of(QosProfile.transientLocal(1)),
                codec.definition(),
                ""));
    WriterThread.Message message = thread.take();
    message.cdr().reset();
    codec.encode(TransformReader.message(frame, stampNanos), message.cdr());
    thread.write(message, connection, logTimeNanos, logTimeNanos);
    written.merge(connection.topic(), 1L, Long::sum);
  }

  /** The topic as it is already in the new recording, or a new one. */
  private Connection connection(Connection like) throws IOException {
    for (Connection known : thread.connections()) {
      if (known.topic().equals(like.topic()) && known.type().equals(like.type())) {
        return known;
      }
    }
    return thread.addTopic(like);
  }

  private Connection addCopy(Connection input) throws IOException {
    MessageCodec<?> codec = Messages.forType(input.type());
    String definition =
        input.definition().isEmpty() && codec != null ? codec.definition() : input.definition();
    return connection(
        new Connection(
            input.id(),
            input.topic(),
            input.type(),
            input.serializationFormat(),
            input.offeredQos(),
            definition,
            input.typeHash()));
  }

  /** Messages by topic. */
  Map<String, Long> written() {
    return written;
  }
}
