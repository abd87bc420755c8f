package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over the bytes of one CDR message.
 *
 * <p>Every read is checked against the bytes that remain, and every count before anything is
 * allocated for it. Offsets in errors count from the encapsulation header. Short strings come from
 * a cache, so that a frame id that repeats costs nothing.
 *
 * <p>Source: DDS-RTPS 2.5, section 10 (encapsulation); CORBA 3.0, section 15.3 (CDR, which XTypes
 * calls XCDR1): a value is aligned to its size, counted from the end of the header. Threads: one.
 */
final class CdrInput {
  private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

  private static final byte[] NO_BYTES = new byte[0];
  private static final boolean[] NO_BOOLS = new boolean[0];
  private static final int[] NO_INTS = new int[0];
  private static final long[] NO_LONGS = new long[0];
  private static final float[] NO_FLOATS = new float[0];
  private static final double[] NO_DOUBLES = new double[0];

  private final StringCache strings = new StringCache();

  private byte[] bytes = NO_BYTES;
  private int start;
  private int position;
  private int limit;
  private boolean bigEndian;

  private static VarHandle view(Class<?> arrayClass, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(arrayClass, order);
  }

  /** Points this cursor behind the encapsulation header of a message. */
  void open(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    start = offset;
    position = offset;
    limit = offset + length;
    bigEndian = Encapsulation.isBigEndian(newBytes, offset, length);
    position += Encapsulation.BYTES;
  }

  /** Lets go of the message, so that a cursor kept for later keeps no bytes alive. */
  void close() {
    bytes = NO_BYTES;
    start = 0;
    position = 0;
    limit = 0;
  }

  /** Takes {@code size} bytes, aligned to {@code alignment}, and says where they begin. */
  private int take(int size, int alignment) {
    int used = position - start - Encapsulation.BYTES;
    int at = position + (-used & (alignment - 1));
    if (size > limit - at) {
      throw malformed(at, size + (size == 1 ? " byte" : " bytes") + " expected, found " + left(at));
    }
    position = at + size;
    return at;
  }

  /** Takes {@code count} elements of {@code size} bytes each, aligned to their size. */
  private int takeElements(int count, int size) {
    int used = position - start - Encapsulation.BYTES;
    int at = count == 0 ? position : position + (-used & (size - 1));
    if ((long) count * size > limit - at) {
      throw malformed(
          at, count + " elements of " + size + " bytes expected, found " + left(at) + " bytes");
    }
    position = at + count * size;
    return at;
  }

  private int left(int at) {
    return Math.max(0, limit - at);
  }

  private MalformedDataException malformed(int at, String reason) {
    return new MalformedDataException(at - start, reason);
  }

  boolean readBool() {
    int at = take(1, 1);
    return bool(at);
  }

  private boolean bool(int at) {
    int value = bytes[at] & 0xff;
    if (value > 1) {
      throw malformed(at, "bool of 0 or 1 expected, found " + value);
    }
    return value == 1;
  }

  byte readInt8() {
    return bytes[take(1, 1)];
  }

  int readUInt8() {
    return bytes[take(1, 1)] & 0xff;
  }

  short readInt16() {
    int at = take(2, 2);
    return (short) (bigEndian ? SHORT_BE.get(bytes, at) : SHORT_LE.get(bytes, at));
  }

  int readUInt16() {
    return readInt16() & 0xffff;
  }

  int readInt32() {
    return int32(take(4, 4));
  }

  private int int32(int at) {
    return bigEndian ? (int) INT_BE.get(bytes, at) : (int) INT_LE.get(bytes, at);
  }

  long readInt64() {
    return int64(take(8, 8));
  }

  private long int64(int at) {
    return bigEndian ? (long) LONG_BE.get(bytes, at) : (long) LONG_LE.get(bytes, at);
  }

  float readFloat32() {
    return Float.intBitsToFloat(readInt32());
  }

  double readFloat64() {
    return Double.longBitsToDouble(readInt64());
  }

  /** The number of elements that follow, each of at least {@code leastBytes}. */
  int readCount(int leastBytes) {
    int at = take(4, 4);
    long count = Integer.toUnsignedLong(int32(at));
    if (count * leastBytes > limit - position) {
      throw malformed(
          at,
          "a sequence of " + count + " elements cannot fit the " + left(position) + " bytes left");
    }
    return (int) count;
  }

  /** As {@link #readCount(int)}, where the message type bounds the number. */
  int readCount(int leastBytes, int atMost) {
    int count = readCount(leastBytes);
    if (count > atMost) {
      throw malformed(position - 4, "at most " + atMost + " elements expected, found " + count);
    }
    return count;
  }

  /** A length of 0, as some writers send, is an empty string. */
  String readString() {
    int length = readCount(1);
    if (length == 0) {
      return "";
    }
    int at = take(length, 1);
    int end = at + length - 1;
    if (bytes[end] != 0) {
      throw malformed(end, "zero byte at the string's end expected, found " + (bytes[end] & 0xff));
    }
    return strings.get(bytes, at, end);
  }

  Bytes readBytes() {
    int count = readCount(1);
    return new Bytes(bytes, take(count, 1), count);
  }

  boolean[] readBools(int fixed) {
    int count = fixed < 0 ? readCount(1) : fixed;
    int at = takeElements(count, 1);
    boolean[] values = count == 0 ? NO_BOOLS : new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = bool(at + i);
    }
    return values;
  }

  int[] readInt32s(int fixed) {
    int count = fixed < 0 ? readCount(4) : fixed;
    int at = takeElements(count, 4);
    int[] values = count == 0 ? NO_INTS : new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = int32(at + 4 * i);
    }
    return values;
  }

  long[] readInt64s(int fixed) {
    int count = fixed < 0 ? readCount(8) : fixed;
    int at = takeElements(count, 8);
    long[] values = count == 0 ? NO_LONGS : new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = int64(at + 8 * i);
    }
    return values;
  }

  float[] readFloat32s(int fixed) {
    int count = fixed < 0 ? readCount(4) : fixed;
    int at = takeElements(count, 4);
    float[] values = count == 0 ? NO_FLOATS : new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat(int32(at + 4 * i));
    }
    return values;
  }

  double[] readFloat64s(int fixed) {
    int count = fixed < 0 ? readCount(8) : fixed;
    int at = takeElements(count, 8);
    double[] values = count == 0 ? NO_DOUBLES : new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Double.longBitsToDouble(int64(at + 8 * i));
    }
    return values;
  }
}
