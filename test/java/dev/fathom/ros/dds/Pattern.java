package dev.fathom.ros.dds;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The content that both sides expect of message number n, and its checksum, as in pattern.h. */
final class Pattern {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME = 0x9e3779b97f4a7c15L;

  private Pattern() {}

  static void fill(byte[] bytes, int offset, int length, int n) {
    long state = (n + 1) * PRIME;
    for (int i = 0; i < length; i += 8) {
      state = (state ^ (state >>> 29)) * PRIME;
      if (length - i >= 8) {
        LONG.set(bytes, offset + i, state);
      } else {
        for (int j = 0; j < length - i; j++) {
          bytes[offset + i + j] = (byte) (state >>> (8 * j));
        }
      }
    }
  }

  static long checksum(byte[] bytes, int offset, int length) {
    long sum = length;
    for (int i = 0; i < length; i += 8) {
      long word = 0;
      if (length - i >= 8) {
        word = (long) LONG.get(bytes, offset + i);
      } else {
        for (int j = 0; j < length - i; j++) {
          word |= (bytes[offset + i + j] & 0xffL) << (8 * j);
        }
      }
      sum = (sum ^ word) * PRIME;
    }
    return sum;
  }

  /** The checksum of message number n. */
  static long checksumOf(int n, int length) {
    byte[] bytes = new byte[length];
    fill(bytes, 0, length, n);
    return checksum(bytes, 0, length);
  }
}
