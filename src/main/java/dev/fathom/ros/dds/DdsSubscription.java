package dev.fathom.ros.dds;

import dev.fathom.ros.Intake;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.dds.rtps.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import us.ihmc.rtps.impl.fastRTPS.NativeSubscriberImpl;
import us.ihmc.rtps.impl.fastRTPS.NativeSubscriberListener;
import us.ihmc.rtps.impl.fastRTPS.SampleInfoMarshaller;

/** A reader of one topic. Threads: as {@link Subscription} says; {@link #take} on one. */
final class DdsSubscription implements Subscription {
  private static final int ALIVE = 0;
  private static final int MATCHED = 0;

  /** What the library may add to a sample's length. */
  private static final int ALIGNMENT = 3;

  /** After so many samples the other topics have their turn. */
  private static final int SAMPLES_A_TURN = 16;

  private final Topic topic;
  private final Intake intake;
  private final TakeThread taker;
  private final Consumer<DdsSubscription> closed;
  private final int capacity;
  private final Set<Guid> writers = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  // The library holds it weakly: kept here until the reader is gone.
  private final NativeSubscriberListener listener = new Listener();
  private final NativeSubscriberImpl reader;
  private final Guid guid;
  private volatile boolean pending = true;

  /**
   * Forged sequence numbers leave samples that are counted but never given: so many, when a whole
   * turn gave none. A single failure says nothing of the others.
   */
  private long untakeable;

  private boolean isClosed;

  /**
   * Makes the reader.
   *
   * @param topic its name is absolute
   * @param closed is told when this was closed
   */
  DdsSubscription(
      DdsParticipant participant,
      Topic topic,
      Intake intake,
      TakeThread taker,
      Consumer<DdsSubscription> closed) {
    this.topic = topic;
    this.intake = intake;
    this.taker = taker;
    this.closed = closed;
    int longest = participant.register(topic.name(), topic.type(), topic.maxBytes());
    capacity = longest + ALIGNMENT;
    ProfileXml profile =
        ProfileXml.subscriber(
            DdsNames.topic(topic.name(), topic.qos().avoidRosNamespaceConventions()),
            DdsNames.type(topic.type()),
            topic.qos());
    try {
      reader = new NativeSubscriberImpl(participant.nativeParticipant(), listener);
    } catch (IOException e) {
      listener.delete();
      throw new TransportException("topic " + topic.name() + ": " + e.getMessage(), e);
    }
    if (!reader.createSubscriber(profile.name(), profile.text(), profile.text().length())) {
      reader.delete();
      listener.delete();
      throw new TransportException(
          "topic " + topic.name() + ": Fast DDS refuses a reader of " + topic.type());
    }
    guid = new Guid(reader.getGuidHigh(), reader.getGuidLow());
  }

  Guid guid() {
    return guid;
  }

  Topic madeFor() {
    return topic;
  }

  /** The longest sample that the middleware passes on, as its log counts. */
  int longestSample() {
    return capacity;
  }

  @Override
  public String topic() {
    return topic.name();
  }

  @Override
  public int publishers() {
    return writers.size();
  }

  /**
   * Takes what is there.
   *
   * @return whether there may be more
   */
  boolean take(NativeBytes sample, SampleInfoMarshaller info) {
    if (!pending) {
      return false;
    }
    lock.lock();
    try {
      if (isClosed) {
        return false;
      }
      pending = false;
      ByteBuffer bytes = sample.atLeast(capacity);
      boolean any = false;
      for (int i = 0; i < SAMPLES_A_TURN; i++) {
        // Taking from an empty reader would be logged as an error.
        long unread = reader.getUnreadCount();
        untakeable = Math.min(untakeable, unread);
        if (unread <= untakeable) {
          return false;
        }
        if (reader.takeNextData(capacity, bytes, info)) {
          any = true;
          if (info.getChangeKind() == ALIVE) {
            deliver(bytes, info.getDataLength(), System.nanoTime());
          }
        }
      }
      if (!any) {
        untakeable = reader.getUnreadCount();
        return false;
      }
      pending = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void deliver(ByteBuffer bytes, int length, long now) {
    String reason = Samples.fault(bytes, length, topic.maxBytes());
    if (!reason.isEmpty()) {
      refuse(reason);
      return;
    }
    try {
      byte[] room = intake.room(length);
      if (room != null) {
        bytes.get(0, room, 0, length);
        intake.arrived(room, length, now);
      }
    } catch (RuntimeException | Error e) {
      refuse("the subscriber failed: " + e);
    }
  }

  private void refuse(String reason) {
    try {
      intake.refused(reason);
    } catch (RuntimeException | Error e) {
      taker.report("dds: topic " + topic.name() + ": " + reason + "; and telling so failed: " + e);
    }
  }

  /** The middleware dropped a sample. Threads: the take thread. */
  void refused(String reason) {
    lock.lock();
    try {
      if (!isClosed) {
        refuse(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    taker.remove(this);
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      reader.delete();
      listener.delete();
    } finally {
      lock.unlock();
    }
    writers.clear();
    closed.accept(this);
  }

  private final class Listener extends NativeSubscriberListener {
    @Override
    public void onNewDataMessage() {
      pending = true;
      taker.wake();
    }

    @Override
    public void onSubscriptionMatched(int status, long guidHigh, long guidLow) {
      Guid writer = new Guid(guidHigh, guidLow);
      if (status == MATCHED) {
        writers.add(writer);
      } else {
        writers.remove(writer);
      }
    }
  }
}
