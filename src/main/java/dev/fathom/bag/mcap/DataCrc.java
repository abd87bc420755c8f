package dev.fathom.bag.mcap;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * The CRC of a file's data section, computed while its segments are read one after the other.
 *
 * <p>Threads: one at a time.
 */
final class DataCrc {
  private final McapInput input;
  private final CRC32 crc = new CRC32();
  private long position;
  private boolean inOrder = true;

  DataCrc(McapInput input) {
    this.input = input;
  }

  /** Takes in bytes that were read at {@code offset}, and first the bytes that were passed over. */
  void update(long offset, byte[] bytes, int start, int length) throws IOException {
    if (offset < position) {
      // Chunks that overlap in time are not read in the order of the file: no check then.
      inOrder = false;
    }
    if (!inOrder) {
      return;
    }
    input.update(crc, position, offset);
    crc.update(bytes, start, length);
    position = offset + length;
  }

  /** Whether the bytes up to {@code dataEnd} have another CRC than {@code expected}. */
  boolean differs(long dataEnd, long expected) throws IOException {
    if (!inOrder || dataEnd < position) {
      return false;
    }
    input.update(crc, position, dataEnd);
    position = dataEnd;
    return crc.getValue() != expected;
  }
}
