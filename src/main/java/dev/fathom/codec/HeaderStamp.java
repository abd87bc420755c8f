package dev.fathom.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The stamp of a message that begins with a std_msgs/Header, without decoding the message. */
public final class HeaderStamp {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Seconds and nanoseconds, the first two fields behind the encapsulation header. */
  private static final int END = Encapsulation.BYTES + 8;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private HeaderStamp() {}

  /**
   * Nanoseconds since the epoch. Cost: nothing is allocated.
   *
   * @param bytes a message in little-endian CDR, from {@code offset} on
   * @throws MalformedDataException if it is too short to have a stamp
   */
  public static long nanos(byte[] bytes, int offset, int length) {
    if (length < END) {
      throw new MalformedDataException(
          0, "a message with a header has at least " + END + " bytes, found " + length);
    }
    int seconds = (int) INT.get(bytes, offset + Encapsulation.BYTES);
    int nanos = (int) INT.get(bytes, offset + Encapsulation.BYTES + 4);
    return seconds * NANOS_PER_SECOND + Integer.toUnsignedLong(nanos);
  }
}
