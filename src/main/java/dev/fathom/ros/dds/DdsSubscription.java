package dev.fathom.ros.dds;

import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.dds.rtps.Guid;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import us.ihmc.rtps.impl.fastRTPS.SampleInfoMarshaller;

/** A reader of one topic. Threads: as {@link Subscription} says; {@link #take} on one. */
final class DdsSubscription implements Subscription {
  private static final int ALIVE = 0;

  /** What the library may add to a sample's length. */
  private static final int ALIGNMENT = 3;

  /** After so many samples the other topics have their turn. */
  private static final int SAMPLES_A_TURN = 16;

  /** How long a new reader is waited for to match before it takes the old one's place. */
  private static final long MATCH_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final DdsParticipant participant;
  private final Topic topic;
  private final Intake intake;
  private final TakeThread taker;
  private final Consumer<DdsSubscription> closed;
  private final int capacity;
  private final ProfileXml loadedProfile;
  private final ReentrantLock lock = new ReentrantLock();

  /** Only replaced and used under the lock; asked for its writers on any thread. */
  private volatile DdsReader reader;

  private volatile boolean pending = true;

  /** Guarded by the lock. */
  private final Silence silence = new Silence(System.nanoTime());

  /** How many samples came, good or bad; guarded by the lock. */
  private long heard;

  /**
   * Forged sequence numbers leave samples that are counted but never given: so many, when a whole
   * turn gave none. A single failure says nothing of the others.
   */
  private long untakeable;

  private volatile boolean isClosed;

  /** Guarded by the lock. */
  private boolean ended;

  /**
   * Makes the reader.
   *
   * @param topic its name is absolute
   * @param closed is told when the reader is gone
   */
  DdsSubscription(
      DdsParticipant participant,
      Topic topic,
      Intake intake,
      TakeThread taker,
      Consumer<DdsSubscription> closed) {
    this.participant = participant;
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
    reader = newReader(profile);
    loadedProfile = profile.loaded();
  }

  private DdsReader newReader(ProfileXml profile) {
    return new DdsReader(
        participant,
        topic,
        profile,
        () -> {
          pending = true;
          taker.wake();
        });
  }

  Guid guid() {
    return reader.guid();
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
    return reader.writers();
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
      for (int i = 0; i < SAMPLES_A_TURN && !isClosed; i++) {
        long unread = reader.unread();
        untakeable = Math.min(untakeable, unread);
        if (unread <= untakeable) {
          return false;
        }
        if (reader.take(capacity, bytes, info)) {
          any = true;
          heard++;
          long now = System.nanoTime();
          silence.over(now);
          if (info.getChangeKind() == ALIVE) {
            deliver(bytes, info.getDataLength(), now);
          }
        }
      }
      if (!any) {
        untakeable = reader.unread();
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

  /**
   * Whether nothing has come for so long, though somebody publishes, that a new reader may help.
   * Only where every message is one of many: another reader would give what is kept for late ones
   * again, and might miss what is reliable.
   */
  boolean isSilentTooLong(long nowNanos) {
    if (topic.qos().reliability() != Reliability.BEST_EFFORT
        || topic.qos().durability() == Durability.TRANSIENT_LOCAL) {
      return false;
    }
    lock.lock();
    try {
      if (isClosed || reader.writers() == 0) {
        silence.over(nowNanos);
        return false;
      }
      return silence.isTooLong(nowNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Whether no new reader was made in this silence yet. */
  boolean isFreshlySilent() {
    lock.lock();
    try {
      return silence.isFresh();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a new reader in the place of the one that is there, unless that one is heard of meanwhile.
   *
   * @throws dev.fathom.ros.TransportException if the library refuses; the old one stays
   */
  void renew() {
    DdsReader old = reader;
    long heardBefore = heard();
    DdsReader fresh = newReader(loadedProfile);
    long start = System.nanoTime();
    while (fresh.writers() < old.writers() && System.nanoTime() - start < MATCH_NANOS) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    DdsReader unneeded = fresh;
    lock.lock();
    try {
      if (!isClosed && heard == heardBefore) {
        unneeded = old;
        reader = fresh;
        untakeable = 0;
      }
    } finally {
      lock.unlock();
    }
    unneeded.delete();
    pending = true;
    taker.wake();
  }

  private long heard() {
    lock.lock();
    try {
      return heard;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leaves a reader that hangs in the library behind: it goes if ever it gets out. One that is
   * closed by its own intake goes after that.
   */
  @Override
  public void close() {
    close(TimeLimit.CLOSE_NANOS);
  }

  void close(long mostNanos) {
    taker.remove(this);
    if (!isClosed) {
      isClosed = true;
      Thread ending = TimeLimit.start("fathom-dds-close-reader", this::end);
      boolean unused = !lock.isHeldByCurrentThread() && TimeLimit.endsWithin(ending, mostNanos);
    }
  }

  /** Ends the reader, and waits for whoever takes: without limit where the library hangs. */
  void end() {
    isClosed = true;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      reader.delete();
    } finally {
      lock.unlock();
    }
    closed.accept(this);
  }
}
