package dev.fathom.ros;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Log;
import dev.fathom.codec.msg.Time;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The node's lines on {@code /rosout}, kept for late readers as rcl does. Threads: any. */
public final class Rosout {
  /** Where they go. */
  public static final Topic TOPIC =
      new Topic("/rosout", "rcl_interfaces/msg/Log", qos(), Topic.SMALL);

  private static final int LINES = 1000;
  private static final long SECONDS_KEPT = 10;

  /** So that a line with its names fits the topic. */
  private static final int LONGEST_LINE = 16 * 1024;

  private static final MessageCodec<Log> CODEC = MessageCodec.of(Log.class);

  private final String logger;
  private final CdrBuffer bytes = new CdrBuffer();
  private @Nullable Publisher publisher;

  /**
   * Lines are dropped until it is opened.
   *
   * @param node the absolute name
   */
  public Rosout(String node) {
    logger = node.substring(1).replace('/', '.');
  }

  /** As rcl offers it. */
  private static QosProfile qos() {
    QosProfile kept = QosProfile.transientLocal(LINES);
    return new QosProfile(
        kept.history(),
        kept.depth(),
        kept.reliability(),
        kept.durability(),
        kept.deadlineNanos(),
        TimeUnit.SECONDS.toNanos(SECONDS_KEPT),
        kept.liveliness(),
        kept.livelinessLeaseNanos(),
        kept.avoidRosNamespaceConventions());
  }

  /** Lines go out from now on. */
  public synchronized void open(Publisher newPublisher) {
    publisher = newPublisher;
  }

  /** Says a line. */
  public synchronized void say(LogLevel level, String line) {
    if (publisher == null) {
      return;
    }
    Instant now = Instant.now();
    String text = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    Time stamp = new Time((int) now.getEpochSecond(), now.getNano());
    CODEC.encode(new Log(stamp, level.severity(), logger, text, "", "", 0), bytes);
    publisher.publish(bytes.array(), 0, bytes.length());
  }

  /** Lines are dropped from now on. */
  public synchronized void close() {
    publisher = null;
  }
}
