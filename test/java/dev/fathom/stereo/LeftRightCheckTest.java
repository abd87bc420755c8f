package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftRightCheckTest {
  private static final short INVALID = -16;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void selfCheckKeepsExactlyThePixelsThatNothingNearerHides(long seed) {
    Random random = new Random(seed);
    int width = 40;
    int height = 9;
    short[] left = new short[width * height];
    for (int i = 0; i < left.length; i++) {
      left[i] = random.nextInt(5) == 0 ? INVALID : (short) random.nextInt(12 * 16);
    }
    short[] checked = left.clone();
    new LeftRightCheck(1).compareWithItself(checked, width, height, INVALID);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        assertEquals(
            isSeen(left, y * width, width, x) ? left[i] : INVALID, checked[i], "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pairCheckKeepsExactlyThePixelsWhoseMatchLeadsBack(long seed) {
    Random random = new Random(seed);
    int width = 50;
    short[] left = new short[width];
    short[] right = new short[width];
    for (int x = 0; x < width; x++) {
      left[x] = (short) random.nextInt(8 * 16);
      right[x] = random.nextInt(6) == 0 ? INVALID : (short) random.nextInt(8 * 16);
    }
    short[] checked = left.clone();
    new LeftRightCheck(2).compare(checked, right, width, 1, INVALID);
    for (int x = 0; x < width; x++) {
      int match = (int) Math.floor(x - left[x] / 16.0 + 0.5 - 1e-9);
      boolean leadsBack =
          match >= 0 && right[match] != INVALID && Math.abs(right[match] - left[x]) <= 2 * 16;
      assertEquals(leadsBack ? left[x] : INVALID, checked[x], "seed " + seed + " at " + x);
    }
  }

  /** The definition, in quadratic time. */
  private static boolean isSeen(short[] left, int row, int width, int x) {
    int d = left[row + x];
    int match = LeftRightCheck.match(x, d);
    if (d == INVALID || match < 0) {
      return false;
    }
    for (int other = 0; other < width; other++) {
      int e = left[row + other];
      if (e != INVALID && LeftRightCheck.match(other, e) == match && e > d + 16) {
        return false;
      }
    }
    return true;
  }
}
