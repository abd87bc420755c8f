package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.ros.Transport;
import dev.fathom.ros.log.NodeLog;
import org.jspecify.annotations.Nullable;

/**
 * A camera's images, raw or compressed, into a slot of a mailbox.
 *
 * <p>In the transport {@code auto}, raw images are taken, and compressed ones where only those are
 * published. Threads: the node's; {@link #current} any.
 */
final class ImageSubscription implements AutoCloseable {
  private static final String COMPRESSED_SUFFIX = "/compressed";

  private final Transport transport;
  private final NodeLog log;
  private final String name;
  private final String rawTopic;
  private final NodeOptions options;
  private final EndpointQos qos;
  private final FrameMailbox mailbox;
  private final int slot;
  private volatile InputTopic current;
  private @Nullable InputTopic probe;

  /**
   * @param name what the node calls the images
   * @param topic absolute topic of the raw images
   */
  ImageSubscription(
      Transport transport,
      NodeLog log,
      String name,
      String topic,
      NodeOptions options,
      EndpointQos qos,
      FrameMailbox mailbox,
      int slot) {
    this.transport = transport;
    this.log = log;
    this.name = name;
    this.rawTopic = topic;
    this.options = options;
    this.qos = qos;
    this.mailbox = mailbox;
    this.slot = slot;
    this.current = subscribe(options.imageTransport().equals("compressed"));
  }

  private InputTopic subscribe(boolean compressed) {
    String topic = compressed ? rawTopic + COMPRESSED_SUFFIX : rawTopic;
    String type = compressed ? ImageDecoder.COMPRESSED : ImageDecoder.RAW;
    return InputTopic.subscribe(
        transport,
        name,
        topic,
        type,
        qos.of(topic, QosProfile.sensorData()),
        options.maxMessageBytes(),
        mailbox.intake(slot, type));
  }

  /**
   * Looks whether images come the way that they are subscribed to. Where they do not, the other way
   * is subscribed to as well, because not every middleware tells of topics that one has no part in;
   * the first that is published stays.
   */
  void follow() {
    if (!options.imageTransport().equals("auto")) {
      return;
    }
    if (current.subscription().publishers() == 0) {
      if (probe == null) {
        probe = subscribe(!isCompressed());
      } else if (probe.subscription().publishers() > 0) {
        log.info("images come from " + probe.topic() + ": nobody publishes " + current.topic());
        InputTopic silent = current;
        current = probe;
        probe = silent;
      }
    }
    if (probe != null && current.subscription().publishers() > 0) {
      probe.close();
      probe = null;
    }
  }

  private boolean isCompressed() {
    return current.type().equals(ImageDecoder.COMPRESSED);
  }

  InputTopic current() {
    return current;
  }

  @Override
  public void close() {
    current.close();
    if (probe != null) {
      probe.close();
      probe = null;
    }
  }
}
