package dev.fathom.node;

import dev.fathom.codec.HeaderStamp;
import dev.fathom.pipeline.sync.StereoFrames;

/** A message with a header in memory that is used again. Threads: one owner at a time. */
final class ImageMessage implements StereoFrames.ImageBytes {
  /** Messages of one topic differ a little in length when they are compressed. */
  private static final int SPARE_SHARE = 8;

  private byte[] bytes = new byte[0];
  private int length;
  private long stampNanos;
  private long receivedNanos;
  private String type = "";

  /** Memory for a message of this length. */
  byte[] room(int newLength) {
    if (bytes.length < newLength) {
      bytes = new byte[newLength + newLength / SPARE_SHARE];
    }
    return bytes;
  }

  /**
   * The message is in the memory now.
   *
   * @throws dev.fathom.codec.MalformedDataException if it is too short to have a stamp
   */
  void fill(String newType, int newLength, long newReceivedNanos) {
    type = newType;
    length = newLength;
    receivedNanos = newReceivedNanos;
    stampNanos = HeaderStamp.nanos(bytes, 0, newLength);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long stampNanos() {
    return stampNanos;
  }

  /** {@link System#nanoTime} when the transport took it. */
  long receivedNanos() {
    return receivedNanos;
  }
}
