package dev.fathom.node;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a stage: the same turn again and again until it is ended.
 *
 * <p>A turn that fails is told and costs itself. Threads: the one it owns, and whoever ends it.
 */
final class StageThread {
  /** A turn ends within this time when there is nothing to do. */
  static final long PATIENCE_NANOS = 100_000_000L;

  /** How long whoever ends a stage waits for the work it has begun. */
  static final long END_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** What fails in turn after turn with the same words is told as seldom as this. */
  static final long TELL_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Turn turn;
  private final Consumer<String> failures;
  private final Thread thread;
  private volatile boolean ending;
  private volatile @Nullable String death;
  private boolean ended;
  private @Nullable Runnable last;

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
    try {
      while (!ending) {
        turn();
      }
    } catch (Throwable e) {
      // Nothing that a turn should survive: whoever asks is told, and the stage is over.
      death = thread.getName() + " has died: " + e;
      failures.accept(thread.getName() + " has died: " + e);
    } finally {
      end();
    }
  }

  private void turn() {
    try {
      turn.run();
    } catch (InterruptedException e) {
      ending = true;
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
      // What an abandoned turn used may be closed by now.
      if (!ending) {
        failures.accept(thread.getName() + ": " + e);
      }
    }
  }

  private void end() {
    Runnable task;
    synchronized (this) {
      ended = true;
      task = last;
    }
    if (task != null) {
      task.run();
    }
  }

  /**
   * Ends the thread with its current turn, and waits for that.
   *
   * @param patienceNanos how long at most; a second call does not wait again
   * @return false if the turn still goes on; then it is the thread's last one
   */
  boolean end(long patienceNanos) {
    boolean asked = ending;
    ending = true;
    try {
      if (!asked) {
        TimeUnit.NANOSECONDS.timedJoin(thread, patienceNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** Runs this when the thread does nothing any more: now, or on the thread itself at its end. */
  void whenEnded(Runnable task) {
    synchronized (this) {
      if (!ended) {
        last = task;
        return;
      }
    }
    task.run();
  }

  /** Of what the thread has died that nobody has ended; empty while it lives. */
  Optional<String> death() {
    return Optional.ofNullable(death);
  }

  String name() {
    return thread.getName();
  }

  /** What the thread has allocated on the heap since it began. Units: bytes; negative: unknown. */
  long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(thread.getId());
  }
}
