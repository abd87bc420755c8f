package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void triesComeLessAndLessOften() {
    Silence silence = new Silence(0);
    List<Long> tries = new ArrayList<>();
    for (long second = 0; second <= 300; second++) {
      if (silence.isTooLong(second * SECOND)) {
        tries.add(second);
      }
    }
    assertEquals(List.of(5L, 15L, 35L, 75L, 135L, 195L, 255L), tries);
  }

  @Test
  void whatComesBeginsItAnew() {
    Silence silence = new Silence(0);
    assertTrue(silence.isFresh());
    assertTrue(silence.isTooLong(5 * SECOND));
    assertFalse(silence.isFresh());
    silence.over(7 * SECOND);
    assertTrue(silence.isFresh());
    assertFalse(silence.isTooLong(11 * SECOND));
    assertTrue(silence.isTooLong(12 * SECOND));
  }
}
