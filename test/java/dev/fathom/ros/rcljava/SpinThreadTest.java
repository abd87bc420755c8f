package dev.fathom.ros.rcljava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpinThreadTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<String> notices = new CopyOnWriteArrayList<>();

  /** What rcljava's executor is to the thread. */
  public static final class FailingOnce {
    private final CountDownLatch turns = new CountDownLatch(2);

    /** Fails in the first turn. */
    public void spinOnce(long nanos) {
      turns.countDown();
      if (turns.getCount() == 1) {
        throw new StackOverflowError("first turn");
      }
    }
  }

  @Test
  void aTurnThatFailsIsToldOfAndTheNextComes() throws InterruptedException {
    FailingOnce executor = new FailingOnce();
    SpinThread thread =
        new SpinThread("/robot", () -> new JavaObject(executor), this::noticeAndFail);
    assertEquals("made", thread.add(() -> "made"));
    assertTrue(executor.turns.await(SOON.toSeconds(), TimeUnit.SECONDS));
    assertEquals("another", thread.add(() -> "another"));
    thread.stop();
    assertEquals(1, notices.size());
    assertTrue(notices.get(0).contains("first turn"), notices.get(0));
  }

  private void noticeAndFail(String line) {
    notices.add(line);
    throw new IllegalStateException("whoever is told fails, too");
  }

  /** An object without the method ends the thread as it starts. */
  @Test
  void nobodyWaitsForAThreadThatHasEnded() {
    SpinThread thread = new SpinThread("/robot", () -> new JavaObject("none"), notices::add);
    IllegalStateException e =
        assertTimeoutPreemptively(
            SOON, () -> assertThrows(IllegalStateException.class, () -> thread.add(() -> "never")));
    assertTrue(String.valueOf(e.getMessage()).contains("rcljava /robot has ended"));
    assertTimeoutPreemptively(SOON, thread::stop);
  }
}
