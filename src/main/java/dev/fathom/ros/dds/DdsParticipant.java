package dev.fathom.ros.dds;

import dev.fathom.ros.TransportException;
import dev.fathom.ros.dds.rtps.Guid;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantImpl;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantListener;

/**
 * A node's presence in its domain, and the types that are known there. Threads: any; closed last.
 */
final class DdsParticipant implements AutoCloseable {
  /**
   * The longest message in CDR. Memory for it is set aside but not touched before a message needs
   * it.
   */
  static final int LONGEST_MESSAGE = 64 << 20;

  private static final int SHORT_MESSAGE = 64 << 10;

  /** Transforms come in deep queues: a hundred times the longest message would be gigabytes. */
  private static final String TRANSFORMS = "tf2_msgs/msg/TFMessage";

  private static final int LONGEST_TRANSFORMS = 1 << 20;
  private static final int DROPPED = 2;
  private static final int REMOVED = 3;

  /**
   * Lengths differ by type, since the library's complaint about a sample that is too long names
   * nothing but the length.
   */
  private static final AtomicInteger TYPES = new AtomicInteger();

  private static final int LENGTH_STEP = 4;

  private final Consumer<Guid> gone;
  // The library holds it weakly: kept here until the participant is gone.
  private final NativeParticipantListener listener = new Listener();
  private final NativeParticipantImpl participant;
  private final Map<String, Integer> lengths = new HashMap<>();

  /**
   * Joins.
   *
   * @param gone is told of participants that left, on a thread of the middleware
   * @throws TransportException if the library refuses
   */
  DdsParticipant(String node, DdsOptions options, Consumer<Guid> gone) {
    this.gone = gone;
    ProfileXml profile = ProfileXml.participant(node, options, MiddlewareLog.configuration());
    try {
      participant =
          new NativeParticipantImpl(
              profile.name(), profile.text(), profile.text().length(), listener);
    } catch (IOException e) {
      throw new TransportException(
          "dds: domain " + options.domain() + " cannot be joined: " + e.getMessage(), e);
    } finally {
      MiddlewareLog.unlink();
    }
  }

  NativeParticipantImpl nativeParticipant() {
    return participant;
  }

  Guid guid() {
    return new Guid(participant.getGuidHigh(), participant.getGuidLow());
  }

  /**
   * Makes a type known for messages up to a length.
   *
   * @return how long its samples may be in the middleware: more than was asked for
   * @throws IllegalArgumentException if the length is more than can be, or than the type was made
   *     known for
   */
  synchronized int register(String topic, String type, int maxBytes) {
    if (maxBytes > LONGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "topic "
              + topic
              + ": dds carries at most "
              + LONGEST_MESSAGE
              + " bytes a message, "
              + maxBytes
              + " asked for");
    }
    Integer known = lengths.get(type);
    if (known == null) {
      known = longest(type, maxBytes) + LENGTH_STEP * TYPES.incrementAndGet();
      participant.registerType(DdsNames.type(type), known);
      lengths.put(type, known);
    } else if (known < maxBytes) {
      throw new IllegalArgumentException(
          "topic "
              + topic
              + ": an earlier topic of type "
              + type
              + " set its longest message to "
              + known
              + " bytes, "
              + maxBytes
              + " asked for");
    }
    return known;
  }

  /** What a type is made known for; what its other topics will ask for is not known yet. */
  static int longest(String type, int maxBytes) {
    if (type.equals(TRANSFORMS) && maxBytes <= LONGEST_TRANSFORMS) {
      return LONGEST_TRANSFORMS;
    }
    return maxBytes <= SHORT_MESSAGE ? SHORT_MESSAGE : LONGEST_MESSAGE;
  }

  /** Leaves; every endpoint must be gone. */
  @Override
  public void close() {
    participant.delete();
    listener.delete();
  }

  private final class Listener extends NativeParticipantListener {
    @Override
    public void onParticipantDiscovery(long info, long guidHigh, long guidLow, int status) {
      if (status == DROPPED || status == REMOVED) {
        gone.accept(new Guid(guidHigh, guidLow));
      }
    }
  }
}
