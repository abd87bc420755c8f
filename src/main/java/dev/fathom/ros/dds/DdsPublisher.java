package dev.fathom.ros.dds;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.Messages;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.dds.rtps.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import us.ihmc.rtps.impl.fastRTPS.NativePublisherImpl;
import us.ihmc.rtps.impl.fastRTPS.NativePublisherListener;

/** A writer of one topic. */
final class DdsPublisher implements Publisher {
  private static final int MATCHED = 0;
  private static final short CDR_LITTLE_ENDIAN = 1;
  private static final int KEY_BYTES = 16;

  private final Topic topic;
  private final Consumer<DdsPublisher> closed;
  private final @Nullable MessageCodec<?> codec;
  private final Set<Guid> readers = ConcurrentHashMap.newKeySet();
  private final NativeBytes sample = new NativeBytes();
  private final ByteBuffer noKey = ByteBuffer.allocateDirect(KEY_BYTES);
  // The library holds it weakly: kept here until the writer is gone.
  private final NativePublisherListener listener = new Listener();
  private final NativePublisherImpl writer;
  private final Guid guid;
  private volatile boolean isClosed;

  /** Guarded by this. */
  private boolean ended;

  /**
   * Makes the writer.
   *
   * @param topic its name is absolute
   * @param closed is told when the writer is gone
   */
  DdsPublisher(DdsParticipant participant, Topic topic, Consumer<DdsPublisher> closed) {
    this.topic = topic;
    this.closed = closed;
    codec = Messages.forType(topic.type());
    participant.register(topic.name(), topic.type(), topic.maxBytes());
    ProfileXml profile = ProfileXml.publisher(ddsTopic(), DdsNames.type(topic.type()), topic.qos());
    try {
      writer = new NativePublisherImpl(participant.nativeParticipant(), listener);
    } catch (IOException e) {
      listener.delete();
      throw new TransportException("topic " + topic.name() + ": " + e.getMessage(), e);
    }
    if (!writer.createPublisher(profile.name(), profile.text(), profile.text().length())) {
      writer.delete();
      listener.delete();
      throw new TransportException(
          "topic " + topic.name() + ": Fast DDS refuses a writer of " + topic.type());
    }
    guid = new Guid(writer.getGuidHigh(), writer.getGuidLow());
  }

  Guid guid() {
    return guid;
  }

  Topic madeFor() {
    return topic;
  }

  String ddsTopic() {
    return DdsNames.topic(topic.name(), topic.qos().avoidRosNamespaceConventions());
  }

  @Override
  public String topic() {
    return topic.name();
  }

  @Override
  public int subscribers() {
    return readers.size();
  }

  @Override
  public synchronized void publish(byte[] bytes, int offset, int length) {
    if (isClosed) {
      throw new IllegalStateException("topic " + topic.name() + ": the publisher is closed");
    }
    check(bytes, offset, length);
    ByteBuffer out = sample.atLeast(length);
    out.put(0, bytes, offset, length);
    writer.write(out, length, CDR_LITTLE_ENDIAN, noKey, 0);
  }

  /** Bytes that are no such message would end subscribers that are not as careful as we are. */
  private void check(byte[] bytes, int offset, int length) {
    if (length > topic.maxBytes()) {
      throw new IllegalArgumentException(
          "topic "
              + topic.name()
              + ": at most "
              + topic.maxBytes()
              + " bytes expected, found "
              + length);
    }
    String fault =
        length < Samples.HEADER_BYTES
            ? Samples.tooShort(length)
            : Samples.encapsulationFault(bytes[offset], bytes[offset + 1]);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException("topic " + topic.name() + ": " + fault);
    }
    if (codec != null) {
      try {
        codec.decode(bytes, offset, length);
      } catch (MalformedDataException e) {
        throw new IllegalArgumentException("topic " + topic.name() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Leaves a writer that hangs in the library behind: it goes if ever it gets out. */
  @Override
  public void close() {
    close(TimeLimit.CLOSE_NANOS);
  }

  void close(long mostNanos) {
    if (!isClosed) {
      isClosed = true;
      boolean unused =
          TimeLimit.endsWithin(TimeLimit.start("fathom-dds-close-writer", this::end), mostNanos);
    }
  }

  /** Ends the writer, and waits for whoever publishes: without limit where the library hangs. */
  void end() {
    isClosed = true;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      writer.delete();
      listener.delete();
      sample.free();
    }
    readers.clear();
    closed.accept(this);
  }

  private final class Listener extends NativePublisherListener {
    @Override
    public void onWriterMatched(int status, long guidHigh, long guidLow) {
      Guid reader = new Guid(guidHigh, guidLow);
      if (status == MATCHED) {
        readers.add(reader);
      } else {
        readers.remove(reader);
      }
    }
  }
}
