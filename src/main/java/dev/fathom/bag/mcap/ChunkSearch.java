package dev.fathom.bag.mcap;

import java.io.IOException;

/** Finds chunks where records can no longer be followed: a chunk's header repeats its length. */
final class ChunkSearch {
  /** As many bytes tell whether a chunk begins. */
  static final int HEAD_BYTES = 64;

  private static final int MAX_NAME_BYTES = 8;

  private ChunkSearch() {}

  /** The offset of the first chunk in {@code [from, to)}; {@code to} when there is none. */
  static long find(McapInput input, long from, long to) throws IOException {
    byte[] window = new byte[256 << 10];
    long at = from;
    while (to - at > HEAD_BYTES) {
      int length = (int) Math.min(window.length, to - at);
      input.read(at, window, 0, length);
      for (int i = 0; i <= length - HEAD_BYTES; i++) {
        if (isChunk(window, i, at + i, to)) {
          return at + i;
        }
      }
      at += length - HEAD_BYTES + 1;
    }
    return to;
  }

  /**
   * Whether a chunk record begins at {@code bytes[i]}.
   *
   * @param offset where that is in the file
   * @param to where the record must have ended
   */
  static boolean isChunk(byte[] bytes, int i, long offset, long to) {
    if (bytes[i] != Mcap.CHUNK || i + HEAD_BYTES > bytes.length) {
      return false;
    }
    long length = ByteCursor.i64(bytes, i + 1);
    long nameLength = ByteCursor.u32(bytes, i + Mcap.RECORD_PREFIX + 28);
    if (length < Mcap.CHUNK_PREFIX || length > to - offset || nameLength > MAX_NAME_BYTES) {
      return false;
    }
    long records = ByteCursor.i64(bytes, i + Mcap.RECORD_PREFIX + 32 + (int) nameLength);
    return records == length - Mcap.CHUNK_PREFIX - nameLength;
  }
}
