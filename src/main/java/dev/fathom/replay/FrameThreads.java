package dev.fathom.replay;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that frames are worked on in. */
final class FrameThreads implements Executor, AutoCloseable {
  private final ExecutorService threads;

  FrameThreads(int count) {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "fathom-frames-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** What still runs is waited for by whoever gave it. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
