package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A publisher of serialised messages.
 *
 * <p>A reliable write may wait without limit for a slow peer, and some middlewares lock the whole
 * writer meanwhile; so whoever asks for the subscribers then gets the number that was last known.
 */
final class RclPublisher implements Publisher {
  /** A peer that never reads must not keep a process from ending. */
  static final long CLOSE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int BYTES = 64;

  /** The header of little-endian CDR is 0x0001. */
  private static final byte LITTLE_ENDIAN_CDR = 1;

  private static final int HEADER_BYTES = 4;

  private final RclTransport transport;
  private final RclNode node;
  private final String topic;
  private final int maxBytes;
  private final Memory publisher = CString.zeroed(BYTES);
  private final long address = CString.address(publisher);
  private final Memory count = CString.zeroed(8);
  private final long countAddress = CString.address(count);
  private final SerializedMessage message;

  /** For all of the above that is native. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile int lastCount;
  private volatile boolean closed;
  private boolean finished;

  RclPublisher(
      RclTransport transport, RclNode node, NativeSymbols symbols, Topic topic, long typeSupport) {
    this.transport = transport;
    this.node = node;
    this.maxBytes = topic.maxBytes();
    Memory name = CString.of(topic.name());
    OptionsValue options = Rcl.rcl_publisher_get_default_options();
    QosLayout.write(topic.qos(), options.memory());
    int code = Rcl.rcl_publisher_init(address, node.address(), typeSupport, name, options.memory());
    RclReturn.check(code, "publisher of " + topic.name() + " (" + topic.type() + ")");
    this.topic = CString.at(Rcl.rcl_publisher_get_topic_name(address));
    this.message = new SerializedMessage(symbols);
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void publish(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(topic + " is closed");
      }
      check(bytes, offset, length);
      message.write(bytes, offset, length);
      int code = Rcl.rcl_publish_serialized_message(address, message.address(), 0);
      if (code != RclReturn.OK) {
        RclReturn.check(code, "publishing on " + topic);
      }
      // Whoever asks always during writes must hear of news, too.
      count();
    } finally {
      lock.unlock();
    }
  }

  /** rcl checks nothing, and bytes that are no message end some peers. */
  private void check(byte[] bytes, int offset, int length) {
    if (length < HEADER_BYTES || offset < 0 || offset > bytes.length - length) {
      throw new IllegalArgumentException(
          topic + ": " + length + " bytes from " + offset + " on of " + bytes.length);
    }
    if (length > maxBytes) {
      throw new IllegalArgumentException(
          topic + ": at most " + maxBytes + " bytes a message expected, found " + length);
    }
    if (bytes[offset] != 0 || bytes[offset + 1] != LITTLE_ENDIAN_CDR) {
      throw new IllegalArgumentException(
          String.format(
              "%s: little-endian CDR (0x0001) expected, found 0x%02x%02x",
              topic, bytes[offset], bytes[offset + 1]));
    }
  }

  /** Never waits for a write. */
  @Override
  public int subscribers() {
    if (lock.tryLock()) {
      try {
        if (!closed) {
          count();
        }
      } finally {
        lock.unlock();
      }
    }
    return closed ? 0 : lastCount;
  }

  private void count() {
    int code = Rcl.rcl_publisher_get_subscription_count(address, countAddress);
    if (code != RclReturn.OK) {
      RclReturn.check(code, "subscribers of " + topic);
    }
    lastCount = (int) count.getLong(0);
  }

  /** Leaves a publisher behind whose write does not end in time: it goes with its transport. */
  @Override
  public void close() {
    close(CLOSE_PATIENCE_NANOS);
  }

  void close(long patienceNanos) {
    if (letGo(patienceNanos)) {
      transport.close(this);
    }
  }

  /** Held while a message is written. */
  ReentrantLock writing() {
    return lock;
  }

  /**
   * Nothing is written from now on.
   *
   * @param patienceNanos how long to wait at most for a write that goes on
   * @return whether none goes on any more
   */
  boolean letGo(long patienceNanos) {
    closed = true;
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = patienceNanos - (System.nanoTime() - start);
          boolean free = lock.tryLock(left, TimeUnit.NANOSECONDS);
          if (free) {
            lock.unlock();
          }
          return free;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends it; for its transport. */
  void finish() {
    lock.lock();
    try {
      closed = true;
      if (!finished) {
        finished = true;
        Rcl.rcl_publisher_fini(address, node.address());
        message.free();
      }
    } finally {
      lock.unlock();
    }
  }
}
