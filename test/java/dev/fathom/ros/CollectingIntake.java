package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps a copy of every message, and what was said of those that were refused. */
public final class CollectingIntake implements Intake {
  private static final int MOST_SECONDS = 20;

  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private volatile boolean hasRoom = true;
  private volatile @Nullable Thread thread;

  @Override
  public byte @Nullable [] room(int length) {
    if (hasRoom) {
      return new byte[length + 7];
    }
    turnedAway.incrementAndGet();
    return null;
  }

  @Override
  public void arrived(byte[] bytes, int length, long receivedNanos) {
    thread = Thread.currentThread();
    messages.add(Arrays.copyOf(bytes, length));
  }

  @Override
  public void refused(String reason) {
    refusals.add(reason);
  }

  public void hasRoom(boolean newHasRoom) {
    hasRoom = newHasRoom;
  }

  /** How many messages found no room. */
  public int turnedAway() {
    return turnedAway.get();
  }

  public int waiting() {
    return messages.size();
  }

  /** The thread that brought the last message. */
  public Thread thread() {
    Thread last = thread;
    assertNotNull(last, "a message arrived");
    return last;
  }

  /** The next message; waits for it. */
  public byte[] next() throws InterruptedException {
    return next(messages, "a message");
  }

  /** The next refusal; waits for it. */
  public String nextRefusal() throws InterruptedException {
    return next(refusals, "a refusal");
  }

  private static <T> T next(BlockingQueue<T> queue, String what) throws InterruptedException {
    T next = queue.poll(MOST_SECONDS, TimeUnit.SECONDS);
    assertNotNull(next, what + " within " + MOST_SECONDS + " s");
    return next;
  }
}
