package dev.fathom.ros.rcl;

import com.sun.jna.Pointer;
import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import java.util.concurrent.TimeUnit;

/**
 * {@code rmw_qos_profile_t} in memory, 88 bytes in every distribution from Humble on.
 *
 * <p>Source: rmw/types.h, rmw/time.h. Times are two unsigned 64-bit numbers, seconds and
 * nanoseconds.
 */
final class QosLayout {
  static final int BYTES = 88;

  private static final int HISTORY = 0;
  private static final int DEPTH = 8;
  private static final int RELIABILITY = 16;
  private static final int DURABILITY = 20;
  private static final int DEADLINE = 24;
  private static final int LIFESPAN = 40;
  private static final int LIVELINESS = 56;
  private static final int LEASE = 64;
  private static final int AVOID_CONVENTIONS = 80;

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private QosLayout() {}

  @SuppressWarnings("EnumOrdinal") // QosProfile's policies stand in rmw's order and say so.
  static void write(QosProfile qos, Pointer at) {
    at.setInt(HISTORY, qos.history().ordinal());
    at.setLong(DEPTH, qos.depth());
    at.setInt(RELIABILITY, qos.reliability().ordinal());
    at.setInt(DURABILITY, qos.durability().ordinal());
    writeTime(qos.deadlineNanos(), at, DEADLINE);
    writeTime(qos.lifespanNanos(), at, LIFESPAN);
    at.setInt(LIVELINESS, qos.liveliness().ordinal());
    writeTime(qos.livelinessLeaseNanos(), at, LEASE);
    at.setByte(AVOID_CONVENTIONS, (byte) (qos.avoidRosNamespaceConventions() ? 1 : 0));
  }

  /** RMW_DURATION_INFINITE is {@code Long.MAX_VALUE} nanoseconds in the same two parts. */
  private static void writeTime(long nanos, Pointer at, int offset) {
    at.setLong(offset, nanos / NANOS_PER_SECOND);
    at.setLong(offset + 8L, nanos % NANOS_PER_SECOND);
  }

  /** What rmw does not know, or we do not, is UNKNOWN. */
  static QosProfile read(Pointer at) {
    return new QosProfile(
        policy(History.values(), at.getInt(HISTORY), History.UNKNOWN),
        (int) Math.max(0, Math.min(Integer.MAX_VALUE, at.getLong(DEPTH))),
        policy(Reliability.values(), at.getInt(RELIABILITY), Reliability.UNKNOWN),
        policy(Durability.values(), at.getInt(DURABILITY), Durability.UNKNOWN),
        readTime(at, DEADLINE),
        readTime(at, LIFESPAN),
        policy(Liveliness.values(), at.getInt(LIVELINESS), Liveliness.UNKNOWN),
        readTime(at, LEASE),
        at.getByte(AVOID_CONVENTIONS) != 0);
  }

  private static <T> T policy(T[] values, int number, T unknown) {
    return number >= 0 && number < values.length ? values[number] : unknown;
  }

  private static long readTime(Pointer at, int offset) {
    long seconds = at.getLong(offset);
    long nanos = at.getLong(offset + 8L);
    boolean small = seconds >= 0 && seconds < Long.MAX_VALUE / NANOS_PER_SECOND && nanos >= 0;
    return small ? seconds * NANOS_PER_SECOND + nanos : QosProfile.INFINITE;
  }
}
