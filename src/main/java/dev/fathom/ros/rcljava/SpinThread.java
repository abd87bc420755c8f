package dev.fathom.ros.rcljava;

import dev.fathom.ros.TransportException;
import java.lang.reflect.Method;
import java.util.concurrent.BlockingQueue;
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

  private final BlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();
  private final Supplier<JavaObject> executors;
  private final Consumer<String> notices;
  private final Thread thread;

  /** These two are this thread's. */
  private JavaObject executor;

  private int subscriptions;

  private volatile boolean stopped;

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
    Method spinOnce = JavaObject.method(executor.object().getClass(), "spinOnce", 1);
    while (!stopped || !changes.isEmpty()) {
      try {
        Runnable change = subscriptions == 0 ? changes.take() : changes.poll();
        if (change != null) {
          change.run();
        } else {
          Object unused = JavaObject.invoke(spinOnce, executor.object(), TURN_NANOS);
        }
      } catch (TransportException e) {
        notices.accept("rcljava: receiving failed and goes on: " + e.getMessage());
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      } catch (InterruptedException e) {
        // Nobody but stop ends this thread.
      }
    }
  }

  /** Makes a subscription between two turns. */
  RcljavaSubscription add(Supplier<RcljavaSubscription> maker) {
    return between(
        () -> {
          RcljavaSubscription made = maker.get();
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

  private RcljavaSubscription between(Supplier<RcljavaSubscription> change) {
    FutureTask<RcljavaSubscription> task = new FutureTask<>(change::get);
    synchronized (this) {
      if (stopped) {
        throw new IllegalStateException("the thread " + thread.getName() + " has ended");
      }
      if (isCurrent()) {
        task.run();
      } else {
        changes.add(task);
      }
    }
    return result(task);
  }

  private static RcljavaSubscription result(FutureTask<RcljavaSubscription> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
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
      changes.add(() -> {});
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
