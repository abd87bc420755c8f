package dev.fathom.bag.mcap;

import dev.fathom.codec.MalformedDataException;

/**
 * Steps through the records of one segment without copying them.
 *
 * <p>Threads: one at a time.
 */
final class RecordWalk {
  private final byte[] bytes;
  private final int end;
  private final long base;
  private final boolean tolerateCut;
  private int next;
  private int content;
  private int contentLength;
  private int opcode;

  /**
   * @param base the file offset that errors name for the first record
   * @param tolerateCut whether a last record that does not end here is silently left out
   */
  RecordWalk(SegmentBuffer records, long base, boolean tolerateCut) {
    bytes = records.bytes();
    next = records.start();
    end = records.start() + records.length();
    this.base = base - records.start();
    this.tolerateCut = tolerateCut;
  }

  /** Moves to the next record. */
  boolean next() {
    int left = end - next;
    if (left <= 0) {
      return false;
    }
    if (left < Mcap.RECORD_PREFIX) {
      return cut("record needs 9 bytes, but " + left + " are left");
    }
    long length = ByteCursor.i64(bytes, next + 1);
    if (length < 0 || length > left - Mcap.RECORD_PREFIX) {
      return cut(
          "record claims "
              + Long.toUnsignedString(length)
              + " bytes, but "
              + (left - Mcap.RECORD_PREFIX)
              + " are left");
    }
    opcode = Byte.toUnsignedInt(bytes[next]);
    content = next + Mcap.RECORD_PREFIX;
    contentLength = (int) length;
    next = content + contentLength;
    if (opcode == Mcap.MESSAGE) {
      checkMessage();
    }
    return true;
  }

  private boolean cut(String reason) {
    if (tolerateCut) {
      return false;
    }
    throw new MalformedDataException(base + next, reason);
  }

  private void checkMessage() {
    if (contentLength < Mcap.MESSAGE_PREFIX) {
      throw new MalformedDataException(
          base + content,
          "message record has "
              + contentLength
              + " bytes; its fixed fields alone are "
              + Mcap.MESSAGE_PREFIX);
    }
    if (logTime() < 0) {
      throw new MalformedDataException(
          base + content, "message log time is " + Long.toUnsignedString(logTime()));
    }
  }

  int opcode() {
    return opcode;
  }

  /** Where the record's content begins in the segment's array. */
  int content() {
    return content;
  }

  int contentLength() {
    return contentLength;
  }

  /** Where the record's content ends, counted in the file (or in the chunk, from its offset). */
  long endOffset() {
    return base + next;
  }

  int channel() {
    return ByteCursor.u16(bytes, content);
  }

  long logTime() {
    return ByteCursor.i64(bytes, content + 6);
  }

  ByteCursor cursor() {
    return new ByteCursor(bytes, content, contentLength, base + content);
  }
}
