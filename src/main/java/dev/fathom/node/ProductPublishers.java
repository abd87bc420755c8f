package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.ProductSink;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stage's products as topics under the node's name. Threads: the stage's; {@link #anyWanted} and
 * {@link #stuck} any.
 */
final class ProductPublishers implements ProductSink, AutoCloseable {
  /**
   * Reliable, because RViz, rosbag2 and rclcpp's default ask for it and a best-effort publisher
   * would reach none of them; best-effort subscribers are served as well. Two messages, because
   * sending an older one again would only delay the newest.
   */
  static final QosProfile QOS = QosProfile.reliable(2);

  private final Map<Product, Publisher> publishers = new EnumMap<>(Product.class);
  private final List<OutputTopic> topics = new ArrayList<>();
  private final CdrBuffer buffer = new CdrBuffer();
  private final int mostBytes;
  private volatile @Nullable Publisher busy;
  private volatile long busySince;

  ProductPublishers(
      Transport transport, EndpointQos endpointQos, Set<Product> products, NodeSettings settings) {
    mostBytes = settings.node().maxMessageBytes();
    try {
      for (Product product : products) {
        String name = "~/" + product.topic();
        QosProfile qos = endpointQos.ofPublisher(transport.resolve(name), QOS);
        Topic topic = new Topic(name, product.type(), qos, mostBytes(product, settings));
        Publisher publisher = transport.advertise(topic);
        publishers.put(product, publisher);
        topics.add(new OutputTopic(qos, publisher));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int mostBytes(Product product, NodeSettings settings) {
    return product == Product.CAMERA_INFO ? Topic.SMALL : settings.node().maxMessageBytes();
  }

  @Override
  public boolean wants(Product product) {
    Publisher publisher = publishers.get(product);
    return publisher != null && publisher.subscribers() > 0;
  }

  /** Whether anybody wants any of them. */
  boolean anyWanted() {
    for (Publisher publisher : publishers.values()) {
      if (publisher.subscribers() > 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public CdrBuffer buffer() {
    return buffer;
  }

  @Override
  public void publish(Product product, long stampNanos, CdrBuffer message) {
    Publisher publisher = publishers.get(product);
    if (publisher == null) {
      throw new IllegalStateException(product + " has no topic here");
    }
    if (message.length() > mostBytes) {
      throw new IllegalArgumentException(
          String.format(
              "%s would be a message of %d bytes, max_message_bytes allows %d",
              publisher.topic(), message.length(), mostBytes));
    }
    busySince = System.nanoTime();
    busy = publisher;
    try {
      publisher.publish(message.array(), 0, message.length());
    } finally {
      busy = null;
    }
  }

  /** What a publisher that does not return is waiting for; empty where none is stuck. */
  Optional<String> stuck() {
    Publisher publisher = busy;
    long nanos = System.nanoTime() - busySince;
    return publisher == null || nanos < StageDiagnosis.STUCK_NANOS
        ? Optional.empty()
        : Optional.of(
            String.format(
                "publishing of %1$s takes %2$.0f s by now: a reliable subscriber does not keep up"
                    + " (-p qos_overrides.%1$s.publisher.reliability:=best_effort does not wait)",
                publisher.topic(), nanos / 1e9));
  }

  /** The publishers with what they offer. */
  List<OutputTopic> topics() {
    return List.copyOf(topics);
  }

  @Override
  public void close() {
    publishers.values().forEach(Publisher::close);
    publishers.clear();
  }
}
