package dev.fathom.ros.dds.rtps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
  @Test
  void inAnyOrderItFindsWhatIsMissing() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      SequenceTracker tracker = new SequenceTracker();
      TreeSet<Long> received = new TreeSet<>();
      for (int i = 0; i < 400; i++) {
        long number = 1L + random.nextInt(200);
        received.add(number);
        tracker.received(number);
      }
      long next = 1;
      while (received.contains(next)) {
        next++;
      }
      assertEquals(next, tracker.next(), "seed " + seed);
      for (long number = next; number < 200; number++) {
        assertEquals(!received.contains(number), tracker.isMissing(number), "seed " + seed);
      }
    }
  }

  @Test
  void whatDoesNotExistAnyMoreIsNotWaitedFor() {
    SequenceTracker tracker = new SequenceTracker();
    tracker.received(5);
    tracker.received(6);
    tracker.startsAt(5);
    assertEquals(7, tracker.next());
    assertTrue(tracker.isMissing(7));
    tracker.startsAt(1_000_000);
    assertEquals(1_000_000, tracker.next());
    tracker.startsAt(3);
    assertEquals(1_000_000, tracker.next());
  }

  @Test
  void whatIsTooFarAheadIsAskedForLater() {
    SequenceTracker tracker = new SequenceTracker();
    tracker.received(1 + SequenceTracker.WINDOW);
    assertEquals(1, tracker.next());
    for (long number = 1; number <= SequenceTracker.WINDOW; number++) {
      tracker.received(number);
    }
    assertEquals(1 + SequenceTracker.WINDOW, tracker.next());
    assertFalse(tracker.isMissing(SequenceTracker.WINDOW));
  }
}
