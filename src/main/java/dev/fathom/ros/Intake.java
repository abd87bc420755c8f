package dev.fathom.ros;

import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a subscription go. It owns the memory: a message is copied once, from the
 * middleware's into what {@link #room} gives.
 *
 * <p>Threads: called by the transport's thread, one message at a time: {@link #room}, then {@link
 * #arrived} with the same array, unless there was no room.
 */
public interface Intake {
  /**
   * Gives an array of at least {@code length} bytes, or null where the message is not wanted now;
   * then nothing is copied.
   */
  byte @Nullable [] room(int length);

  /**
   * A message is there.
   *
   * @param bytes what {@link #room} gave; the message is the first {@code length} of them, with up
   *     to three bytes behind it where the middleware pads it
   * @param receivedNanos {@link System#nanoTime} when it was taken
   */
  void arrived(byte[] bytes, int length, long receivedNanos);

  /**
   * A sample came that is no usable message: too long, or not little-endian CDR; or {@link #room}
   * or {@link #arrived} threw, which costs that message only.
   */
  void refused(String reason);
}
