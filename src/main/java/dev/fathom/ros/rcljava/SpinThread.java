package dev.fathom.ros.rcljava;

import dev.fathom.ros.TransportException;
import java.lang.reflect.Method;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one thread of a transport: spins its node.
 *
 * <p>rcljava's executor may not see a subscription go while it waits, and nothing wakes it, not
 * even its shutdown: it waits for ten milliseconds at the most, and subscriptions change in
 * between, on this thread.
 */
final class SpinThread {
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long NOTICE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BlockingQueue<FutureTask<?>> changes = new LinkedBlockingQueue<>();
  private final Supplier<JavaObject> executors;
  private final Consumer<String> notices;
  private final Thread thread;

  /** These two are this thread's. */
  private JavaObject executor;

  private int subscriptions;

  private volatile boolean stopped;

  /** Guarded by this: nobody runs changes any more. */
  private boolean ended;

  private long lastNoticeNanos = System.nanoTime() - NOTICE_PAUSE_NANOS;

  /**
   * Starts the thread.
   *
   * @param executors makes an executor that has the node
   */
  SpinThread(String node, Supplier<JavaObject> executors, Consumer<String> notices) {
    this.executors = executors;
    this.notices = notices;
    this.executor = executors.get();
    this.thread = new Thread(this::run, "rcljava " + node);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      spin();
    } finally {
      end();
    }
  }

  /** Nobody waits for a thread that is no more. */
  private synchronized void end() {
    ended = true;
    changes.forEach(change -> change.cancel(false));
    changes.clear();
  }

  private void spin() {
    Method spinOnce = JavaObject.method(executor.object().getClass(), "spinOnce", 1);
    while (!stopped || !changes.isEmpty()) {
      try {
        FutureTask<?> change = subscriptions == 0 ? changes.take() : changes.poll();
        if (change != null) {
          change.run();
        } else {
          Object unused = JavaObject.invoke(spinOnce, executor.object(), TURN_NANOS);
        }
      } catch (InterruptedException e) {
        // Nobody but stop ends this thread.
      } catch (RuntimeException | Error e) {
        // One turn that fails must not end all topics.
        tell(e);
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      }
    }
  }

  /** Says what failed, at most once a second. */
  private void tell(Throwable failure) {
    long now = System.nanoTime();
    if (now - lastNoticeNanos < NOTICE_PAUSE_NANOS) {
      return;
    }
    lastNoticeNanos = now;
    String reason =
        failure instanceof TransportException ? failure.getMessage() : failure.toString();
    try {
      notices.accept("rcljava: receiving failed and goes on: " + reason);
    } catch (RuntimeException | Error e) {
      // Whoever is told of failures fails: there is nobody else to tell.
    }
  }

  /**
   * Makes a subscription between two turns.
   *
   * @throws IllegalStateException if the thread has ended
   */
  <T> T add(Supplier<T> maker) {
    return between(
        () -> {
          T made = maker.get();
          subscriptions++;
          return made;
        });
  }

  /**
   * Ends a subscription between two turns. The executor is a new one then: the old one may still
   * hold the subscription as one to take from.
   */
  void remove(RcljavaSubscription subscription) {
    RcljavaSubscription unused =
        between(
            () -> {
              subscription.finish();
              subscriptions--;
              executor = executors.get();
              return subscription;
            });
  }

  private <T> T between(Supplier<T> change) {
    FutureTask<T> task = new FutureTask<>(change::get);
    synchronized (this) {
      if (stopped || ended) {
        throw hasEnded();
      }
      if (isCurrent()) {
        task.run();
      } else {
        changes.add(task);
      }
    }
    return result(task);
  }

  private IllegalStateException hasEnded() {
    return new IllegalStateException("the thread " + thread.getName() + " has ended");
  }

  private <T> T result(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (CancellationException e) {
      throw hasEnded();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it is this thread that asks. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Ends the thread and waits for its end. */
  void stop() {
    synchronized (this) {
      stopped = true;
      changes.add(new FutureTask<>(() -> null));
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
