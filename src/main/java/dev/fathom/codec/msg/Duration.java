package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;

/** A span of time. Units: seconds and nanoseconds; the nanoseconds always count upwards. */
@RosType("builtin_interfaces/msg/Duration")
public record Duration(int sec, @UInt32 int nanosec) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The span of {@code nanos} nanoseconds. */
  public static Duration ofNanos(long nanos) {
    return new Duration(
        Math.toIntExact(Math.floorDiv(nanos, NANOS_PER_SECOND)),
        Math.floorMod(nanos, (int) NANOS_PER_SECOND));
  }

  /** Units: nanoseconds. */
  public long nanos() {
    return sec * NANOS_PER_SECOND + Integer.toUnsignedLong(nanosec);
  }
}
