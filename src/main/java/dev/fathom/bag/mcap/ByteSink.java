package dev.fathom.bag.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes little-endian fields to memory outside the heap, which only grows.
 *
 * <p>Outside the heap, because that is where the file system, zstd and LZ4 want it: no copy.
 *
 * <p>Threads: one at a time.
 */
final class ByteSink {
  private ByteBuffer buffer;

  ByteSink(int capacity) {
    buffer = allocate(capacity);
  }

  private static ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The memory; its position is the number of bytes written. */
  ByteBuffer buffer() {
    return buffer;
  }

  int size() {
    return buffer.position();
  }

  void clear() {
    buffer.clear();
  }

  /** Makes room for {@code more} bytes. */
  ByteSink reserve(int more) {
    if (buffer.remaining() < more) {
      long wanted = (long) buffer.position() + more;
      long doubled = Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 64);
      ByteBuffer larger = allocate((int) Math.max(wanted, doubled));
      larger.put(buffer.flip());
      buffer = larger;
    }
    return this;
  }

  ByteSink u8(int value) {
    reserve(1).buffer.put((byte) value);
    return this;
  }

  ByteSink u16(int value) {
    reserve(2).buffer.putShort((short) value);
    return this;
  }

  ByteSink u32(long value) {
    reserve(4).buffer.putInt((int) value);
    return this;
  }

  ByteSink u64(long value) {
    reserve(8).buffer.putLong(value);
    return this;
  }

  ByteSink bytes(byte[] bytes, int offset, int length) {
    reserve(length).buffer.put(bytes, offset, length);
    return this;
  }

  ByteSink string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return u32(bytes.length).bytes(bytes, 0, bytes.length);
  }

  ByteSink stringMap(Map<String, String> map) {
    int at = size();
    u32(0);
    map.forEach((key, value) -> string(key).string(value));
    buffer.putInt(at, size() - at - 4);
    return this;
  }

  /** Begins a record; {@link #end} sets its length. */
  int begin(int opcode) {
    u8(opcode).u64(0);
    return size();
  }

  void end(int begun) {
    buffer.putLong(begun - 8, size() - begun);
  }
}
