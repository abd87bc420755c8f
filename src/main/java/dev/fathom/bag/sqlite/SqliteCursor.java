package dev.fathom.bag.sqlite;

import java.io.IOException;

/**
 * Steps through messages in the order of their times.
 *
 * <p>Threads: one at a time. Cost: one array a message, which the driver makes.
 */
public interface SqliteCursor extends AutoCloseable {
  /** Moves to the next message. */
  boolean next() throws IOException;

  /** The number of the topic. */
  int topic();

  /** Units: nanoseconds. */
  long time();

  byte[] bytes();

  @Override
  void close() throws IOException;
}
