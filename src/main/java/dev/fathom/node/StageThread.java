package dev.fathom.node;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/**
 * The one thread of a stage: the same turn again and again until it is closed.
 *
 * <p>A turn that fails is told and costs itself. Threads: the one it owns, and whoever closes it.
 */
final class StageThread implements AutoCloseable {
  /** A turn ends within this time when there is nothing to do. */
  static final long PATIENCE_NANOS = 100_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Turn turn;
  private final Consumer<String> failures;
  private final Thread thread;
  private volatile boolean closing;

  /** What a stage does once. */
  interface Turn {
    /** Waits for something to do, not longer than {@link #PATIENCE_NANOS}, and does it. */
    void run() throws Exception;
  }

  StageThread(String name, Turn turn, Consumer<String> failures) {
    this.turn = turn;
    this.failures = failures;
    this.thread = new Thread(this::runAll, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void runAll() {
    while (!closing) {
      try {
        turn.run();
      } catch (InterruptedException e) {
        return;
      } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
        failures.accept(thread.getName() + ": " + e);
      }
    }
  }

  /** Returns when the current turn has ended. */
  @Override
  public void close() {
    end(0);
  }

  /**
   * Asks the thread to end, and waits until it has, or for so long: its turn may wait for the
   * thread that calls.
   */
  void close(long patienceMillis) {
    end(patienceMillis);
  }

  /** 0 is for ever, as for {@link Thread#join(long)}. */
  private void end(long patienceMillis) {
    closing = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(patienceMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + thread.getName() + " ended", e);
    }
  }

  /** What the thread has allocated on the heap since it began. Units: bytes; negative: unknown. */
  long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(thread.getId());
  }
}
