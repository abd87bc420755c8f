package dev.fathom.ros.dds;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Memory that the middleware and Java both see. It only grows, and pages that no message ever
 * reached are never resident, unlike those of a direct buffer, which are zeroed; so a generous
 * length costs nothing. Threads: one owner.
 */
final class NativeBytes {
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
  private long address;

  /** The buffer, of at least {@code length} bytes; what it held is lost when it grows. */
  ByteBuffer atLeast(int length) {
    if (buffer.capacity() < length) {
      free();
      address = Native.malloc(length);
      if (address == 0) {
        throw new OutOfMemoryError("no native memory of " + length + " bytes");
      }
      buffer = new Pointer(address).getByteBuffer(0, length);
    }
    return buffer;
  }

  /** Gives the memory back. */
  void free() {
    buffer = ByteBuffer.allocateDirect(0);
    Native.free(address);
    address = 0;
  }
}
