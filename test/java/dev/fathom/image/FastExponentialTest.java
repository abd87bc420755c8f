package dev.fathom.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FastExponentialTest {
  @Test
  void agreesWithTheDoubleExponential() {
    long seed = 17;
    Random random = new Random(seed);
    float[] x = new float[1_000_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (random.nextFloat() - 0.5f) * (i % 2 == 0 ? 40 : 8);
    }
    float[] result = x.clone();
    FastExponential.exp(result, result.length, 1, 0);
    for (int i = 0; i < x.length; i++) {
      double error = Math.abs(result[i] / Math.exp(x[i]) - 1);
      if (error > 1e-5) {
        throw new AssertionError("seed " + seed + ", x " + x[i] + ", relative error " + error);
      }
    }
  }

  @Test
  void scaleAndOffsetComeFirst() {
    float[] values = {1, 2};
    FastExponential.exp(values, 1, 2, -1);
    assertEquals(Math.E, values[0], 1e-5);
    assertEquals(2, values[1]);
  }

  @Test
  void argumentsBeyondTheLimitAreCut() {
    float[] values = {1000, Float.POSITIVE_INFINITY, -1000, Float.NEGATIVE_INFINITY, Float.NaN};
    FastExponential.exp(values, 5, 1, 0);
    float[] ends = {FastExponential.LIMIT, -FastExponential.LIMIT};
    FastExponential.exp(ends, 2, 1, 0);
    assertArrayEquals(new float[] {ends[0], ends[0], ends[1], ends[1], Float.NaN}, values);
    assertTrue(ends[0] > 4e8 && ends[1] < 3e-9);
  }
}
