package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long MS = 1_000_000L;

  private final RateLimit rate = new RateLimit();

  @Test
  void withoutALimitEveryFrameIsDue() {
    for (int i = 0; i < 5; i++) {
      assertFalse(rate.isTooSoon(i));
    }
  }

  @Test
  void aThirdOfThirtyHertzIsTenInASecondThoughTheCameraIsNotPunctual() {
    rate.interval(100 * MS);
    int taken = 0;
    for (int i = 0; i < 300; i++) {
      long jitter = (i * 7 % 5 - 2) * MS;
      taken += rate.isTooSoon(i * 100 * MS / 3 + jitter) ? 0 : 1;
    }
    assertEquals(100, taken);
  }

  @Test
  void afterAJumpBackTheNextFrameIsDue() {
    rate.interval(100 * MS);
    assertFalse(rate.isTooSoon(5000 * MS));
    assertTrue(rate.isTooSoon(1000 * MS));
    rate.restart();
    assertFalse(rate.isTooSoon(1000 * MS));
  }
}
