package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reusable buffer that a message is encoded into: little-endian CDR with its header.
 *
 * <p>Padding is written as zeros, so that equal messages give equal bytes. The array only grows;
 * ask for it again after each encoding. Source: see {@link CdrInput}. Threads: one owner at a time.
 */
public final class CdrBuffer {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private static final int FIRST_CAPACITY = 256;
  private static final int NONE = -1;

  private byte[] array = new byte[FIRST_CAPACITY];
  private int length;
  private int reservedOffset = NONE;
  private int reservedLength;

  private static VarHandle view(Class<?> arrayClass) {
    return MethodHandles.byteArrayViewVarHandle(arrayClass, ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes themselves, not a copy: the message is the first {@link #length()} of them. */
  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  /** A copy of the message. */
  public byte[] toArray() {
    return Arrays.copyOf(array, length);
  }

  /** Where in {@link #array()} the {@link Bytes#reserved} bytes of the message begin. */
  public int reservedOffset() {
    if (reservedOffset == NONE) {
      throw new IllegalStateException("the message in this buffer has no reserved bytes");
    }
    return reservedOffset;
  }

  /** How many bytes the message reserves; 0 if it has none. */
  public int reservedLength() {
    return reservedLength;
  }

  /** Empties the buffer but for the encapsulation header. */
  public void reset() {
    Encapsulation.writeLittleEndian(array);
    length = Encapsulation.BYTES;
    reservedOffset = NONE;
    reservedLength = 0;
  }

  /** Makes room for {@code size} bytes, aligned to {@code alignment}, and says where it begins. */
  private int room(long size, int alignment) {
    int padding = Encapsulation.BYTES - length & (alignment - 1);
    long end = length + padding + size;
    if (end > array.length) {
      grow(end);
    }
    for (int i = 0; i < padding; i++) {
      array[length + i] = 0;
    }
    int at = length + padding;
    length = (int) end;
    return at;
  }

  private void grow(long needed) {
    long mostBytes = Integer.MAX_VALUE - 8L;
    if (needed > mostBytes) {
      throw new IllegalArgumentException("a message of " + needed + " bytes is too long for CDR");
    }
    array = Arrays.copyOf(array, (int) Math.min(mostBytes, Math.max(needed, 2L * array.length)));
  }

  void writeBool(boolean value) {
    int at = room(1, 1);
    array[at] = (byte) (value ? 1 : 0);
  }

  void writeInt8(byte value) {
    int at = room(1, 1);
    array[at] = value;
  }

  void writeUInt8(int value) {
    if (value != (value & 0xff)) {
      throw new IllegalArgumentException("0 to 255 expected, found " + value);
    }
    int at = room(1, 1);
    array[at] = (byte) value;
  }

  void writeInt16(short value) {
    int at = room(2, 2);
    SHORT.set(array, at, value);
  }

  void writeUInt16(int value) {
    if (value != (value & 0xffff)) {
      throw new IllegalArgumentException("0 to 65535 expected, found " + value);
    }
    int at = room(2, 2);
    SHORT.set(array, at, (short) value);
  }

  void writeInt32(int value) {
    int at = room(4, 4);
    INT.set(array, at, value);
  }

  void writeInt64(long value) {
    int at = room(8, 8);
    LONG.set(array, at, value);
  }

  void writeFloat32(float value) {
    writeInt32(Float.floatToRawIntBits(value));
  }

  void writeFloat64(double value) {
    writeInt64(Double.doubleToRawLongBits(value));
  }

  void writeString(String value) {
    int chars = value.length();
    writeInt32(chars + 1);
    int lengthAt = length - 4;
    int at = room(chars + 1L, 1);
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        length = at;
        writeUtf8(value, lengthAt);
        return;
      }
      array[at + i] = (byte) c;
    }
    array[at + chars] = 0;
  }

  private void writeUtf8(String value, int lengthAt) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int at = room(utf8.length + 1L, 1);
    System.arraycopy(utf8, 0, array, at, utf8.length);
    array[at + utf8.length] = 0;
    INT.set(array, lengthAt, utf8.length + 1);
  }

  void writeBytes(Bytes value) {
    writeInt32(value.length());
    int at = room(value.length(), 1);
    if (!value.isReservation()) {
      System.arraycopy(value.array(), value.offset(), array, at, value.length());
      return;
    }
    if (reservedOffset != NONE) {
      throw new IllegalArgumentException("a message can reserve bytes only once");
    }
    reservedOffset = at;
    reservedLength = value.length();
  }

  /** Makes room for an array and, unless its length is fixed, writes its count. */
  private int arrayRoom(int count, int fixed, int size) {
    if (fixed < 0) {
      writeInt32(count);
    } else if (count != fixed) {
      throw new IllegalArgumentException(
          "an array of " + fixed + " elements expected, found " + count);
    }
    return count == 0 ? length : room((long) count * size, size);
  }

  void writeBools(boolean[] values, int fixed) {
    int at = arrayRoom(values.length, fixed, 1);
    for (int i = 0; i < values.length; i++) {
      array[at + i] = (byte) (values[i] ? 1 : 0);
    }
  }

  void writeInt32s(int[] values, int fixed) {
    int at = arrayRoom(values.length, fixed, 4);
    for (int i = 0; i < values.length; i++) {
      INT.set(array, at + 4 * i, values[i]);
    }
  }

  void writeInt64s(long[] values, int fixed) {
    int at = arrayRoom(values.length, fixed, 8);
    for (int i = 0; i < values.length; i++) {
      LONG.set(array, at + 8 * i, values[i]);
    }
  }

  void writeFloat32s(float[] values, int fixed) {
    int at = arrayRoom(values.length, fixed, 4);
    for (int i = 0; i < values.length; i++) {
      INT.set(array, at + 4 * i, Float.floatToRawIntBits(values[i]));
    }
  }

  void writeFloat64s(double[] values, int fixed) {
    int at = arrayRoom(values.length, fixed, 8);
    for (int i = 0; i < values.length; i++) {
      LONG.set(array, at + 8 * i, Double.doubleToRawLongBits(values[i]));
    }
  }
}
