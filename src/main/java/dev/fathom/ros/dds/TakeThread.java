package dev.fathom.ros.dds;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import us.ihmc.rtps.impl.fastRTPS.SampleInfoMarshaller;

/**
 * The one thread that takes samples out of the middleware. The middleware's own threads only wake
 * it: while they run our code they do not receive.
 */
final class TakeThread {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<DdsSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Runnable everyNowAndThen;
  private final Consumer<String> notices;
  private final NativeBytes sample = new NativeBytes();
  private final SampleInfoMarshaller info = new SampleInfoMarshaller();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Makes it.
   *
   * @param everyNowAndThen runs on it about twenty times a second
   * @param notices is told of callbacks that fail
   */
  TakeThread(String name, Runnable everyNowAndThen, Consumer<String> notices) {
    this.everyNowAndThen = everyNowAndThen;
    this.notices = notices;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void add(DdsSubscription subscription) {
    subscriptions.add(subscription);
    wake();
  }

  void remove(DdsSubscription subscription) {
    subscriptions.remove(subscription);
  }

  /** There is something to take. Threads: any. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      takeAndLook();
    } finally {
      free();
    }
  }

  private void free() {
    sample.free();
    info.delete();
  }

  private void takeAndLook() {
    long nextLook = System.nanoTime();
    while (!stopped) {
      boolean more = false;
      long now = System.nanoTime();
      try {
        for (DdsSubscription subscription : subscriptions) {
          more |= subscription.take(sample, info);
        }
        if (now - nextLook >= 0) {
          nextLook = now + LOOK_NANOS;
          everyNowAndThen.run();
        }
      } catch (RuntimeException | Error e) {
        // One callback that fails must not end all topics.
        report("dds: " + e);
      }
      if (!more) {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  /** Tells what went wrong. */
  void report(String line) {
    try {
      notices.accept(line);
    } catch (RuntimeException | Error e) {
      // Whoever is told of failures fails: there is nobody else to tell.
    }
  }

  /** Whether it is this thread that asks. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Has it end, without waiting; to be called once. */
  void stop() {
    stopped = true;
    if (thread.getState() == Thread.State.NEW) {
      free();
    } else {
      wake();
    }
  }

  /** Waits for the end after {@link #stop}: without limit where the library hangs. */
  void awaitEnd() {
    boolean unused = TimeLimit.endsWithin(thread, Long.MAX_VALUE);
  }
}
