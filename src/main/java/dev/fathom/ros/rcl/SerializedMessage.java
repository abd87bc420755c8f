package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * {@code rcutils_uint8_array_t}: the bytes of one message in native memory, used again and again.
 *
 * <p>Layout: buffer at 0, length at 8, capacity at 16, allocator at 24. Threads: one owner at a
 * time. Cost: copying in or out is one memcpy and allocates nothing once the buffer has grown.
 */
final class SerializedMessage {
  private static final int BYTES = 64;
  private static final int BUFFER = 0;
  private static final int LENGTH = 8;
  private static final int CAPACITY = 16;
  private static final int FIRST_CAPACITY = 1024;

  private final Memory array = CString.zeroed(BYTES);
  private final long address = CString.address(array);
  private Pointer buffer = Pointer.NULL;
  private long bufferAddress;

  SerializedMessage(NativeSymbols symbols) {
    RclReturn.check(
        Rcutils.rcutils_uint8_array_init(address, FIRST_CAPACITY, symbols.allocatorAddress()),
        "memory for messages");
  }

  /** For rcl. */
  long address() {
    return address;
  }

  /** How many bytes the message has. */
  long length() {
    return array.getLong(LENGTH);
  }

  /** Copies a message into native memory. */
  void write(byte[] bytes, int offset, int length) {
    if (array.getLong(CAPACITY) < length) {
      resize(length + length / 8L);
    }
    buffer().write(0, bytes, offset, length);
    array.setLong(LENGTH, length);
  }

  /** Copies the first {@code length} bytes out of native memory. */
  void read(byte[] bytes, int length) {
    buffer().read(0, bytes, 0, length);
  }

  /** The byte at {@code index}. */
  int at(int index) {
    return buffer().getByte(index) & 0xff;
  }

  /** Gives the memory of a message that was too long back. */
  void shrink() {
    resize(FIRST_CAPACITY);
  }

  private void resize(long capacity) {
    RclReturn.check(
        Rcutils.rcutils_uint8_array_resize(address, capacity),
        "memory for a message of " + capacity + " bytes");
  }

  /** The middleware moves the buffer when it grows. */
  private Pointer buffer() {
    long now = array.getLong(BUFFER);
    if (now != bufferAddress) {
      buffer = new Pointer(now);
      bufferAddress = now;
    }
    return buffer;
  }

  /** Frees the native memory; not to be used then. */
  void free() {
    Rcutils.rcutils_uint8_array_fini(address);
  }
}
