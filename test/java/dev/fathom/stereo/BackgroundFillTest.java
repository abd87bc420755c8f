package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackgroundFillTest {
  private static final float NONE = Float.NaN;

  private static float[] filled(int width, float... disparity) {
    BackgroundFill.apply(disparity, new float[disparity.length], width, disparity.length / width);
    return disparity;
  }

  @Test
  void holeTakesTheFartherNeighbour() {
    assertArrayEquals(new float[] {9, 4, 4, 4, 7}, filled(5, 9, NONE, NONE, 4, 7));
    assertArrayEquals(new float[] {4, 4, 4, 9, 7}, filled(5, 4, NONE, NONE, 9, 7));
  }

  @Test
  void holeAtTheBorderTakesItsOnlyNeighbour() {
    assertArrayEquals(new float[] {6, 6, 6, 8, 8}, filled(5, NONE, NONE, 6, 8, NONE));
  }

  @Test
  void emptyRowTakesTheRowAboveOrTheFirstBelow() {
    assertArrayEquals(
        new float[] {1, 2, 1, 2, 3, 4, 3, 4}, filled(2, NONE, NONE, 1, 2, 3, 4, NONE, NONE));
  }

  @Test
  void emptyImageStaysEmpty() {
    assertArrayEquals(new float[] {NONE, NONE, NONE, NONE}, filled(2, NONE, NONE, NONE, NONE));
  }

  @Test
  void sigmaGrowsWithTheStepAndWithTheWay() {
    float[] sigma = {0.1f, 0, 0, 0, 0.2f};
    BackgroundFill.apply(new float[] {9, NONE, NONE, NONE, 5}, sigma, 5, 1);
    assertEquals(0.1f, sigma[0]);
    assertEquals(0.2f, sigma[4]);
    assertTrue(sigma[2] > sigma[1] && sigma[1] == sigma[3]);
    float[] flat = {0.1f, 0, 0, 0, 0.2f};
    BackgroundFill.apply(new float[] {5, NONE, NONE, NONE, 5}, flat, 5, 1);
    assertTrue(flat[1] < sigma[1]);
    assertTrue(2 * sigma[1] > 9 - 5, "the other surface must lie within 2σ");
  }
}
