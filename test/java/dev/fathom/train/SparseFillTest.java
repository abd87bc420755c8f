package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseFillTest {
  private static final float NONE = Float.NaN;

  @Test
  void nearestTakesTheDepthOfTheFewestSteps() {
    float[] sparse = {2, NONE, NONE, NONE, NONE, 8, NONE, NONE, NONE, NONE};
    assertArrayEquals(new float[] {2, 2, 2, 2, 2, 8, 8, 8, 8, 8}, SparseFill.nearest(sparse, 5));
  }

  @Test
  void nearestIsNeverFartherThanAnyMeasurement() {
    int width = 17;
    int height = 11;
    Random random = new Random(5);
    float[] sparse = new float[width * height];
    Arrays.fill(sparse, NONE);
    // The value names the pixel it was measured at.
    for (int k = 0; k < 6; k++) {
      int i = random.nextInt(sparse.length);
      sparse[i] = 1 + i;
    }
    float[] filled = SparseFill.nearest(sparse, width);
    for (int i = 0; i < filled.length; i++) {
      int least = Integer.MAX_VALUE;
      for (int k = 0; k < sparse.length; k++) {
        least = Float.isNaN(sparse[k]) ? least : Math.min(least, steps(i, k, width));
      }
      assertEquals(least, steps(i, (int) filled[i] - 1, width));
    }
  }

  private static int steps(int a, int b, int width) {
    return Math.abs(a % width - b % width) + Math.abs(a / width - b / width);
  }

  @Test
  void averagesAreGeometricAndOfTheSmallestBlock() {
    float[] sparse = {
      2, NONE, NONE, NONE, NONE, 8, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 1
    };
    float whole = (float) Math.cbrt(16);
    float[] expected = {
      2, 4, whole, whole, 4, 8, whole, whole, whole, whole, 1, 1, whole, whole, 1, 1
    };
    assertArrayEquals(expected, SparseFill.pyramid(sparse, 4), 1e-5f);
  }

  @Test
  void withoutAnyDepthThereIsNone() {
    float[] nothing = {NONE, Float.POSITIVE_INFINITY, 0, NONE};
    for (float metres : SparseFill.nearest(nothing, 2)) {
      assertTrue(Float.isNaN(metres));
    }
    for (float metres : SparseFill.pyramid(nothing, 2)) {
      assertTrue(Float.isNaN(metres));
    }
  }
}
