package dev.fathom.train.data.recording;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.StopReading;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Header;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The messages of one topic by header stamp, read one at a time when asked for.
 *
 * <p>Units: nanoseconds.
 */
final class TopicIndex {
  /** Takes the bytes of one message, valid during the call. */
  interface Reading {
    void message(String type, byte[] bytes, int offset, int length) throws IOException;
  }

  /** Tells the header stamp of a message. */
  interface Stamp {
    long of(String type, byte[] bytes, int offset, int length);
  }

  /** Every message with a stamp begins with its header, and bytes behind it are ignored. */
  private static final MessageCodec<Header> HEADER = MessageCodec.of(Header.class);

  private final BagReader reader;
  private final String topic;
  private final Stamp stamp;
  private final TreeMap<Long, Long> logTimeOfStamp = new TreeMap<>();
  private String frameId = "";

  TopicIndex(BagReader reader, String topic, Stamp stamp) {
    this.reader = reader;
    this.topic = topic;
    this.stamp = stamp;
  }

  String topic() {
    return topic;
  }

  /** The frame that the messages are given in. */
  String frameId() {
    return frameId;
  }

  /** Remembers where a message is; one that cannot be decoded is as if it were not there. */
  void add(long logTime, String type, byte[] bytes, int offset, int length) {
    try {
      logTimeOfStamp.put(stamp.of(type, bytes, offset, length), logTime);
      frameId = HEADER.decode(bytes, offset, length).frameId();
    } catch (MalformedDataException | IllegalArgumentException e) {
      // No frame is made of it, as if it had not been sent.
    }
  }

  long[] stamps() {
    return logTimeOfStamp.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  /** The stamp nearest to one, if it is within the tolerance. */
  Optional<Long> near(long stampNanos, long toleranceNanos) {
    Map.Entry<Long, Long> before = logTimeOfStamp.floorEntry(stampNanos);
    Map.Entry<Long, Long> after = logTimeOfStamp.ceilingEntry(stampNanos);
    Map.Entry<Long, Long> nearest =
        before == null
                || (after != null && after.getKey() - stampNanos < stampNanos - before.getKey())
            ? after
            : before;
    return nearest == null || Math.abs(nearest.getKey() - stampNanos) > toleranceNanos
        ? Optional.empty()
        : Optional.of(nearest.getKey());
  }

  /**
   * Reads the message of a stamp that is here.
   *
   * @throws IOException if it is no longer
   */
  void read(long stampNanos, Reading reading) throws IOException {
    Long logTime = logTimeOfStamp.get(stampNanos);
    if (logTime == null) {
      throw new IllegalArgumentException(topic + " has no message of stamp " + stampNanos);
    }
    boolean[] found = {false};
    reader.read(
        new BagFilter(logTime, logTime, Set.of(topic)),
        (connection, log, publish, bytes, offset, length) -> {
          if (stamp.of(connection.type(), bytes, offset, length) == stampNanos) {
            found[0] = true;
            reading.message(connection.type(), bytes, offset, length);
            throw new StopReading();
          }
        });
    if (!found[0]) {
      throw new IOException(topic + ": the message of stamp " + stampNanos + " is gone");
    }
  }
}
