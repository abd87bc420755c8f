package dev.fathom.replay;

import dev.fathom.bag.BagWriter;
import dev.fathom.bag.Connection;
import dev.fathom.codec.CdrBuffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Compresses and writes the new recording beside the estimation.
 *
 * <p>Threads: one thread of its own; callers must be one at a time. Queue: bounded; when it is full
 * the caller waits, so that nothing is dropped and the order is that of the calls. Buffers go round
 * between caller and thread and are never copied.
 */
final class WriterThread implements AutoCloseable {
  /** Two frames with all their products. */
  private static final int QUEUE = 12;

  private static final int IN_CDR = -1;

  private static final Message END = new Message();

  private final BagWriter writer;
  private final BlockingQueue<Message> free = new ArrayBlockingQueue<>(QUEUE);
  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(QUEUE + 1);
  private final Thread thread = new Thread(this::writeAll, "fathom-recording");
  private volatile @Nullable Throwable failure;
  private boolean reported;

  /** One message on its way to the file. */
  static final class Message {
    private final CdrBuffer cdr = new CdrBuffer();
    private byte[] copy = new byte[0];
    private int copyLength = IN_CDR;
    private @Nullable Connection connection;
    private long logTimeNanos;
    private long publishTimeNanos;

    CdrBuffer cdr() {
      return cdr;
    }
  }

  WriterThread(BagWriter writer) {
    this.writer = writer;
    for (int i = 0; i < QUEUE; i++) {
      free.add(new Message());
    }
    thread.start();
  }

  /** Adds a topic between two messages: the writer itself knows of one thread only. */
  Connection addTopic(Connection like) throws IOException {
    synchronized (writer) {
      return writer.addTopic(like);
    }
  }

  /** The topics so far. */
  List<Connection> connections() {
    synchronized (writer) {
      return List.copyOf(writer.connections());
    }
  }

  /** An empty message to fill; waits until one is free. */
  Message take() throws IOException {
    check();
    try {
      return free.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Hands over a message that {@link #take} gave out. */
  void write(Message message, Connection connection, long logTimeNanos, long publishTimeNanos)
      throws IOException {
    message.connection = connection;
    message.logTimeNanos = logTimeNanos;
    message.publishTimeNanos = publishTimeNanos;
    try {
      waiting.put(message);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Writes a message of the old recording to the new one as it is. */
  void copy(
      Connection connection,
      long logTimeNanos,
      long publishTimeNanos,
      byte[] bytes,
      int offset,
      int length)
      throws IOException {
    Message message = take();
    if (message.copy.length < length) {
      message.copy = new byte[length];
    }
    System.arraycopy(bytes, offset, message.copy, 0, length);
    message.copyLength = length;
    write(message, connection, logTimeNanos, publishTimeNanos);
  }

  private void writeAll() {
    try {
      for (Message message = waiting.take(); message != END; message = waiting.take()) {
        if (failure == null) {
          writeOne(message);
        }
        message.copyLength = IN_CDR;
        free.put(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeOne(Message message) {
    Connection connection = message.connection;
    if (connection == null) {
      throw new IllegalStateException("a message without a topic");
    }
    boolean inCdr = message.copyLength == IN_CDR;
    byte[] bytes = inCdr ? message.cdr.array() : message.copy;
    int length = inCdr ? message.cdr.length() : message.copyLength;
    try {
      synchronized (writer) {
        writer.write(connection, message.logTimeNanos, message.publishTimeNanos, bytes, 0, length);
      }
    } catch (Throwable e) {
      // Whatever it is, the caller must hear of it, and must not wait for buffers for ever.
      failure = e;
    }
  }

  /**
   * Throws what went wrong, once: closing after a failure must not throw the same exception again.
   */
  private void check() throws IOException {
    Throwable e = reported ? null : failure;
    reported = e != null || reported;
    if (e instanceof IOException io) {
      throw io;
    }
    if (e != null) {
      throw new IOException("the recording could not be written: " + e, e);
    }
  }

  /** Waits until everything is written; a failure to write is thrown here at the latest. */
  @Override
  public void close() throws IOException {
    try {
      waiting.put(END);
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    check();
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while writing the recording");
  }
}
