package dev.fathom.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings already made from the same bytes, such as frame ids that come with every message.
 *
 * <p>A fixed number of slots, the newest string of each: strangers' bytes cannot make it grow.
 * Threads: one.
 */
final class StringCache {
  private static final int SLOTS = 256;
  private static final int LONGEST = 128;

  private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

  private static final class Entry {
    final byte[] bytes;
    final String string;

    Entry(byte[] bytes) {
      this.bytes = bytes;
      this.string = new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** The UTF-8 string of the bytes {@code from … to − 1}; what is not UTF-8 becomes U+FFFD. */
  String get(byte[] bytes, int from, int to) {
    if (to - from > LONGEST) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & (SLOTS - 1);
    Entry entry = entries[slot];
    if (entry == null || !Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, from, to)) {
      entry = new Entry(Arrays.copyOfRange(bytes, from, to));
      entries[slot] = entry;
    }
    return entry.string;
  }
}
