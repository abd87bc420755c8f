package dev.fathom.bag.mcap;

import dev.fathom.codec.MalformedDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads little-endian fields from a range of bytes and never beyond it. */
final class ByteCursor {
  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int limit;
  private final long base;
  private int position;

  /**
   * @param base what to add to a position for the offset that errors name
   */
  ByteCursor(byte[] bytes, int offset, int length, long base) {
    this.bytes = bytes;
    this.position = offset;
    this.limit = offset + length;
    this.base = base - offset;
  }

  static int u16(byte[] bytes, int at) {
    return Short.toUnsignedInt((short) U16.get(bytes, at));
  }

  static long u32(byte[] bytes, int at) {
    return Integer.toUnsignedLong((int) U32.get(bytes, at));
  }

  static long i64(byte[] bytes, int at) {
    return (long) U64.get(bytes, at);
  }

  int position() {
    return position;
  }

  int remaining() {
    return limit - position;
  }

  long offset() {
    return base + position;
  }

  int u8(String field) {
    return Byte.toUnsignedInt(bytes[take(1, field)]);
  }

  int u16(String field) {
    return u16(bytes, take(2, field));
  }

  long u32(String field) {
    return u32(bytes, take(4, field));
  }

  /** An unsigned 64-bit number; those above {@code Long.MAX_VALUE} are refused. */
  long u64(String field) {
    int at = take(8, field);
    long value = i64(bytes, at);
    if (value < 0) {
      throw new MalformedDataException(
          base + at, field + " is " + Long.toUnsignedString(value) + ", beyond 2^63");
    }
    return value;
  }

  String string(String field) {
    int length = length(field);
    return new String(bytes, take(length, field), length, StandardCharsets.UTF_8);
  }

  Map<String, String> stringMap(String field) {
    int end = position + 4 + peekLength(field);
    position += 4;
    Map<String, String> map = new LinkedHashMap<>();
    while (position < end) {
      map.put(string(field), string(field));
    }
    expectAt(end, field);
    return map;
  }

  Map<Integer, Long> countMap(String field) {
    int end = position + 4 + peekLength(field);
    position += 4;
    Map<Integer, Long> map = new LinkedHashMap<>();
    while (position < end) {
      map.put(u16(field), u64(field));
    }
    expectAt(end, field);
    return map;
  }

  /** Passes over bytes and returns the position of the first. */
  int skip(long count, String field) {
    if (count > remaining()) {
      throw tooShort(count, field);
    }
    return take((int) count, field);
  }

  private int length(String field) {
    int length = peekLength(field);
    position += 4;
    return length;
  }

  private int peekLength(String field) {
    if (remaining() < 4) {
      throw tooShort(4, field);
    }
    long length = u32(bytes, position);
    if (length > remaining() - 4) {
      throw new MalformedDataException(
          offset(), field + " claims " + length + " bytes, but " + (remaining() - 4) + " are left");
    }
    return (int) length;
  }

  private void expectAt(int end, String field) {
    if (position != end) {
      throw new MalformedDataException(
          offset(),
          field + " does not end where its length says, but " + (position - end) + " bytes later");
    }
  }

  private int take(int count, String field) {
    if (count > remaining()) {
      throw tooShort(count, field);
    }
    int at = position;
    position += count;
    return at;
  }

  private MalformedDataException tooShort(long count, String field) {
    return new MalformedDataException(
        offset(), field + " needs " + count + " bytes, but " + remaining() + " are left");
  }
}
