package dev.fathom.ros.clock;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Clock;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.parameter.ParameterStore;
import dev.fathom.ros.parameter.QosOverrides;
import dev.fathom.ros.parameter.SimTimeParameter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time that stamps are made of: the system's, or with the parameter {@code use_sim_time} what
 * {@code /clock} says.
 *
 * <p>Simulated time begins at 0, which stands until the first message on {@code /clock}.
 *
 * <p>Units: nanoseconds since 1970, or since whatever {@code /clock} counts from. Source: "Clock
 * and Time" at design.ros2.org, rclcpp's time source. Threads: any may ask; listeners are called by
 * the transport's.
 */
public final class NodeClock implements LongSupplier, AutoCloseable {
  /** Where simulated time comes from. */
  public static final String TOPIC = "/clock";

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Told when time goes back: a recording begins again, a simulator is reset. */
  @FunctionalInterface
  public interface JumpListener {
    void jumpedBack(long fromNanos, long toNanos);
  }

  private final Transport transport;
  private final QosOverrides overrides;
  private final LongSupplier system;
  private final Consumer<String> errors;
  private final List<JumpListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Subscription subscription;
  private volatile boolean simulated;
  private volatile long simulatedNanos;

  /** The latest time that was said to be now when a message or a switch changed it. */
  private long lastNanos;

  /**
   * Declares {@code use_sim_time} and follows it.
   *
   * @param errors told of messages on {@code /clock} that are none
   */
  public NodeClock(Transport transport, ParameterStore<?> store, Consumer<String> errors) {
    this(transport, store, errors, NodeClock::systemNanos);
  }

  NodeClock(
      Transport transport, ParameterStore<?> store, Consumer<String> errors, LongSupplier system) {
    this.transport = transport;
    this.overrides = new QosOverrides(store);
    this.errors = errors;
    this.system = system;
    if (SimTimeParameter.declare(store, this::use)) {
      use(true);
      // Nothing has been done yet that a recording from earlier days would undo.
      lastNanos = Long.MIN_VALUE;
    }
  }

  /** The system's time, in nanoseconds since 1970. */
  public static long systemNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /** The time now. */
  @Override
  public long getAsLong() {
    return simulated ? simulatedNanos : system.getAsLong();
  }

  /** The time now, as messages have it. */
  public Time now() {
    return Time.ofNanos(getAsLong());
  }

  /** Whether time comes from {@code /clock}. */
  public boolean isSimulated() {
    return simulated;
  }

  /** Whether the time is known: not so while simulated time has not begun. */
  public boolean isRunning() {
    return !simulated || simulatedNanos != 0;
  }

  /** Adds a listener for time that goes back. */
  public void addJumpListener(JumpListener listener) {
    listeners.add(listener);
  }

  private synchronized void use(boolean simulatedTime) {
    if (simulatedTime == simulated) {
      return;
    }
    lastNanos = getAsLong();
    simulatedNanos = 0;
    simulated = simulatedTime;
    if (!simulatedTime) {
      advance(system.getAsLong());
    } else if (subscription == null) {
      // It stays when simulated time is switched off: its thread may be the one that does so.
      QosProfile newest = QosProfile.keepLast(1, Reliability.BEST_EFFORT, Durability.VOLATILE);
      QosProfile qos =
          overrides.declare(transport.resolve(TOPIC), QosOverrides.Side.SUBSCRIPTION, newest);
      subscription =
          transport.subscribe(
              new Topic(TOPIC, MessageCodec.of(Clock.class).rosType(), qos, Topic.SMALL),
              new ClockIntake());
    }
  }

  private synchronized void arrived(long nanos) {
    if (simulated) {
      simulatedNanos = nanos;
      advance(nanos);
    }
  }

  private void advance(long nanos) {
    long from = lastNanos;
    lastNanos = nanos;
    if (nanos < from) {
      listeners.forEach(listener -> listener.jumpedBack(from, nanos));
    }
  }

  private final class ClockIntake implements Intake {
    private byte[] buffer = new byte[64];

    @Override
    public byte @Nullable [] room(int length) {
      if (!simulated) {
        return null;
      }
      if (length > buffer.length) {
        buffer = new byte[length];
      }
      return buffer;
    }

    @Override
    public void arrived(byte[] bytes, int length, long receivedNanos) {
      NodeClock.this.arrived(MessageCodec.of(Clock.class).decode(bytes, 0, length).clock().nanos());
    }

    @Override
    public void refused(String reason) {
      errors.accept(TOPIC + ": " + reason);
    }
  }

  @Override
  public void close() {
    Subscription open;
    synchronized (this) {
      open = subscription;
      subscription = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
