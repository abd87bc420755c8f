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
 * published. Threads: any; a change closes what it replaced after it has been made.
 */
final class ImageSubscription implements AutoCloseable {
  static final String COMPRESSED_SUFFIX = "/compressed";

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
  private boolean closed;

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
        mailbox.intake(slot, topic, type));
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
    if (needsProbe()) {
      close(replaceProbe(subscribe(!isCompressed())));
    }
    close(settle());
  }

  private synchronized boolean needsProbe() {
    return !closed && probe == null && current.subscription().publishers() == 0;
  }

  /** Takes the other way as a probe; gives what is not needed. */
  private synchronized @Nullable InputTopic replaceProbe(InputTopic fresh) {
    if (closed || probe != null) {
      return fresh;
    }
    probe = fresh;
    return null;
  }

  /** Decides between the two ways; gives the one that is not needed any more. */
  private synchronized @Nullable InputTopic settle() {
    InputTopic other = probe;
    if (closed || other == null) {
      return null;
    }
    if (current.subscription().publishers() == 0 && other.subscription().publishers() > 0) {
      log.info("images come from " + other.topic() + ": nobody publishes " + current.topic());
      InputTopic silent = current;
      current = other;
      other = silent;
      probe = silent;
    }
    if (current.subscription().publishers() == 0) {
      return null;
    }
    probe = null;
    return other;
  }

  private static void close(@Nullable InputTopic topic) {
    if (topic != null) {
      topic.close();
    }
  }

  private boolean isCompressed() {
    return current.type().equals(ImageDecoder.COMPRESSED);
  }

  InputTopic current() {
    return current;
  }

  /** Closes both ways, without a lock: the transport may have to be waited for. */
  @Override
  public void close() {
    InputTopic other;
    synchronized (this) {
      closed = true;
      other = probe;
      probe = null;
    }
    current.close();
    close(other);
  }
}
