package dev.fathom.ros.rcl;

import dev.fathom.ros.TransportException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The one thread of a transport: waits for messages and requests and takes them.
 *
 * <p>What is waited for changes between two waits only. After {@link #remove} the thread does not
 * touch the thing any more.
 */
final class ReceiveThread {
  /** Fast DDS wakes us again and again for samples that it does not give out. */
  private static final int EMPTY_WAKES_BEFORE_PAUSE = 3;

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final WaitSet waitSet;
  private final Complaints complaints;
  private final Thread thread;
  private final Object lock = new Object();

  private Waitables wanted = Waitables.NONE;
  private Waitables waitedFor = Waitables.NONE;
  private boolean ended;
  private volatile boolean stopped;

  ReceiveThread(WaitSet waitSet, RclLog log, String node) {
    this.waitSet = waitSet;
    this.complaints = new Complaints(log::say);
    this.thread = new Thread(this::run, "rcl " + node);
    thread.setDaemon(true);
    thread.start();
  }

  void add(RclSubscription subscription) {
    change(waitables -> waitables.with(subscription));
  }

  void add(RclService service) {
    change(waitables -> waitables.with(service));
  }

  private Waitables change(UnaryOperator<Waitables> how) {
    synchronized (lock) {
      wanted = how.apply(wanted);
      if (!ended) {
        waitSet.wake();
      }
      return wanted;
    }
  }

  /** Returns when the thread has let go of it; at once if called by the thread itself. */
  void remove(RclTaker waitable) {
    change(waitables -> waitables.without(waitable));
    if (isCurrent()) {
      return;
    }
    boolean interrupted = false;
    synchronized (lock) {
      while (!ended && holds(waitable)) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean holds(RclTaker waitable) {
    return waitedFor.subscriptions().contains(waitable) || waitedFor.services().contains(waitable);
  }

  /** Whether it is the receive thread that asks. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Ends the thread and waits for its end.
   *
   * @param patienceNanos how long to wait at most
   * @return whether it has ended
   */
  boolean stop(long patienceNanos) {
    synchronized (lock) {
      stopped = true;
      if (!ended) {
        waitSet.wake();
      }
    }
    long start = System.nanoTime();
    boolean interrupted = false;
    while (thread.isAlive() && System.nanoTime() - start < patienceNanos) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, patienceNanos);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    try {
      int emptyWakes = 0;
      while (!stopped) {
        emptyWakes = survive(this::turn, complaints) ? 0 : emptyWakes + 1;
        if (emptyWakes > EMPTY_WAKES_BEFORE_PAUSE) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } finally {
      synchronized (lock) {
        ended = true;
        lock.notifyAll();
      }
    }
  }

  /** Takes over what is wanted by now; says whether that is something else than before. */
  @SuppressWarnings("ReferenceEquality") // Waitables never change, they are replaced.
  private boolean adopt() {
    synchronized (lock) {
      if (waitedFor == wanted) {
        return false;
      }
      waitSet.resize(wanted.subscriptions().size(), wanted.services().size());
      waitedFor = wanted;
      lock.notifyAll();
      return true;
    }
  }

  /** One wait, and everything it brought; says whether anything happened. */
  private boolean turn() {
    boolean changed = adopt();
    waitForAny();
    return takeAll() || changed;
  }

  /** A turn that fails, in whatever way, is told of and must not end all topics and services. */
  static boolean survive(BooleanSupplier turn, Complaints complaints) {
    try {
      return turn.getAsBoolean();
    } catch (RuntimeException | Error e) {
      String reason = e instanceof TransportException ? e.getMessage() : e.toString();
      try {
        complaints.complain(System.nanoTime(), "receiving failed and goes on: " + reason);
      } catch (RuntimeException | Error alsoFailed) {
        // Whoever is told of failures fails: there is nobody else to tell.
      }
      LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      return false;
    }
  }

  private void waitForAny() {
    waitSet.begin();
    for (int i = 0; i < waitedFor.subscriptions().size(); i++) {
      waitSet.addSubscription(waitedFor.subscriptions().get(i).address());
    }
    for (int i = 0; i < waitedFor.services().size(); i++) {
      waitSet.addService(waitedFor.services().get(i).address());
    }
    waitSet.await();
  }

  private boolean takeAll() {
    boolean taken = false;
    for (int i = 0; i < waitedFor.subscriptions().size() && !stopped; i++) {
      if (waitSet.subscriptionIsReady(i)) {
        taken |= waitedFor.subscriptions().get(i).takeAll();
      }
    }
    for (int i = 0; i < waitedFor.services().size() && !stopped; i++) {
      if (waitSet.serviceIsReady(i)) {
        taken |= waitedFor.services().get(i).takeAll();
      }
    }
    return taken;
  }
}
