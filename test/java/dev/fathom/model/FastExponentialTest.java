package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FastExponentialTest {
  @Test
  void agreesWithTheDoubleExponential() {
    long seed = 17;
    Random random = new Random(seed);
    for (int i = 0; i < 1_000_000; i++) {
      float x = (random.nextFloat() - 0.5f) * (i % 2 == 0 ? 170 : 8);
      double exact = Math.exp(x);
      double error = Math.abs(FastExponential.exp(x) / exact - 1);
      assertTrue(error <= 3e-7, () -> "seed " + seed + ", x " + x + ", relative error " + error);
    }
  }

  @Test
  void endsAreZeroAndInfinity() {
    assertEquals(1, FastExponential.exp(0));
    assertEquals(0, FastExponential.exp(-100));
    assertEquals(0, FastExponential.exp(Float.NEGATIVE_INFINITY));
    assertEquals(Float.POSITIVE_INFINITY, FastExponential.exp(100));
    assertEquals(Float.POSITIVE_INFINITY, FastExponential.exp(Float.POSITIVE_INFINITY));
    assertTrue(Float.isNaN(FastExponential.exp(Float.NaN)));
  }
}
