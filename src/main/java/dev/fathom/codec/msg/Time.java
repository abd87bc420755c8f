package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;

/** A point in time. Units: seconds and nanoseconds since the epoch of the clock in use. */
@RosType("builtin_interfaces/msg/Time")
public record Time(int sec, @UInt32 int nanosec) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The time of {@code nanos} nanoseconds since the epoch. */
  public static Time ofNanos(long nanos) {
    return new Time(
        Math.toIntExact(Math.floorDiv(nanos, NANOS_PER_SECOND)),
        Math.floorMod(nanos, (int) NANOS_PER_SECOND));
  }

  /** Units: nanoseconds since the epoch. */
  public long nanos() {
    return sec * NANOS_PER_SECOND + Integer.toUnsignedLong(nanosec);
  }
}
