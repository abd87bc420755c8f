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
import java.util.Set;

/**
 * A stage's products as topics under the node's name. Threads: the stage's; {@link #anyWanted} any.
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
    publisher.publish(message.array(), 0, message.length());
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
