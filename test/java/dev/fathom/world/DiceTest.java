package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DiceTest {
  private static final int DRAWS = 100_000;

  /** The first outputs of SplitMix64 from state 0, as published with the xoshiro generators. */
  @Test
  void bitsAreThoseOfSplitMix64() {
    assertEquals(0xE220A8397B1DCDAFL, Dice.mix(0));
    assertEquals(0x6E789E6AA1B965F4L, Dice.mix(0x9E3779B97F4A7C15L));
  }

  @Test
  void everyKeyAndTheirOrderMatter() {
    long bits = new Dice(1, 2, 3).bits();
    assertEquals(bits, new Dice(1, 2, 3).bits());
    assertNotEquals(bits, new Dice(1, 3, 2).bits());
    assertNotEquals(bits, new Dice(1, 2, 4).bits());
    assertNotEquals(bits, new Dice(0, 2, 3).bits());
  }

  @Test
  void unitIsUniform() {
    Dice dice = new Dice(7);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = dice.unit();
      assertTrue(x >= 0 && x < 1, () -> "outside: " + x);
      sum += x;
      squares += x * x;
    }
    // Five standard errors.
    assertEquals(0.5, sum / DRAWS, 5 * 0.289 / Math.sqrt(DRAWS));
    assertEquals(1 / 3.0, squares / DRAWS, 5 * 0.3 / Math.sqrt(DRAWS));
  }

  @Test
  void gaussianHasItsMoments() {
    Dice dice = new Dice(8);
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = dice.gaussian();
      sum += x;
      squares += x * x;
      fourths += x * x * x * x;
    }
    assertEquals(0, sum / DRAWS, 0.016);
    assertEquals(1, squares / DRAWS, 0.023);
    assertEquals(3, fourths / DRAWS, 0.16);
  }
}
