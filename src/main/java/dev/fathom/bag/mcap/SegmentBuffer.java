package dev.fathom.bag.mcap;

/**
 * The readable records of one segment, in an array that only grows.
 *
 * <p>Threads: one at a time.
 */
final class SegmentBuffer {
  private byte[] bytes = new byte[0];
  private int start;
  private int length;

  /** Makes room for {@code size} bytes, and for what {@link Lz4Frame} wants around them. */
  void reserve(int size) {
    long wanted = (long) Lz4Frame.HEADROOM + size + Lz4Frame.TAILROOM;
    if (bytes.length < wanted) {
      // A quarter more than asked saves most regrowing when chunks differ a little.
      long generous = Math.min(wanted + size / 4, (long) Mcap.MAX_CHUNK_BYTES * 2);
      bytes = new byte[(int) Math.max(wanted, generous)];
    }
    start = Lz4Frame.HEADROOM;
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }

  /** Narrows the records to a part of what was read. */
  void setRange(int newStart, int newLength) {
    start = newStart;
    length = newLength;
  }

  /** Exchanges contents with another buffer: a hand-over without a copy. */
  void swap(SegmentBuffer other) {
    byte[] otherBytes = other.bytes;
    int otherStart = other.start;
    int otherLength = other.length;
    other.bytes = bytes;
    other.start = start;
    other.length = length;
    bytes = otherBytes;
    start = otherStart;
    length = otherLength;
  }

  int capacity() {
    return bytes.length;
  }
}
