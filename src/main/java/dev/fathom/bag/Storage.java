package dev.fathom.bag;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One data file of a recording, whatever its format; it is open only while a cursor is. */
interface Storage {
  Path file();

  /** {@code mcap} or {@code sqlite3}. */
  String format();

  /** The topics; each one's id is the file's own number for it. */
  List<Connection> connections();

  /** Messages by the file's own number of the topic. */
  Map<Integer, Long> messageCounts();

  Set<String> compression();

  /** Units: nanoseconds. {@code Long.MAX_VALUE} when there is no message. */
  long startTime();

  /** Units: nanoseconds. {@code Long.MIN_VALUE} when there is no message. */
  long endTime();

  /** What was found so far; a cursor may add to it. */
  List<BagProblem> problems();

  Cursor cursor(BagFilter filter) throws IOException;

  /** Steps through messages in log time order. */
  interface Cursor extends AutoCloseable {
    /** Moves to the next message; what the last one's accessors gave is then no longer valid. */
    boolean next() throws IOException;

    /** The file's own number of the topic. */
    int connection();

    long logTime();

    long publishTime();

    byte[] bytes();

    int offset();

    int length();

    @Override
    void close() throws IOException;
  }
}
