package dev.fathom.bag;

import java.io.IOException;

/** Takes the messages of a recording, one after the other. */
@FunctionalInterface
public interface MessageSink {

  /**
   * Takes one message: {@code length} bytes from {@code offset} on, which are valid only during the
   * call. They are the message as it was on the wire: for CDR, four bytes of encapsulation first.
   *
   * <p>Units: nanoseconds since the epoch. Threads: the reader's.
   *
   * @param logTimeNanos when the recorder received it; publish time where that is all that is known
   * @throws StopReading to end the reading without an error
   */
  void message(
      Connection connection,
      long logTimeNanos,
      long publishTimeNanos,
      byte[] bytes,
      int offset,
      int length)
      throws IOException;
}
