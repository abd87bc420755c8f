package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClippingTest {
  private static final short INVALID = -1;

  private static short[] dropped(int... greys) {
    byte[] row = new byte[greys.length];
    for (int i = 0; i < greys.length; i++) {
      row[i] = (byte) greys[i];
    }
    short[] disparity = new short[greys.length];
    Arrays.fill(disparity, (short) 16);
    Clipping.drop(row, greys.length, 1, disparity, INVALID);
    return disparity;
  }

  @Test
  void theInsideOfAWhiteRunIsDroppedAndItsBordersStay() {
    assertArrayEquals(
        new short[] {16, 16, 16, 16, 16, -1, -1, 16, 16, 16, 16},
        dropped(90, 100, 255, 255, 255, 255, 255, 255, 255, 255, 100));
  }

  @Test
  void aRunThatLeavesTheImageIsDroppedUpToTheBorder() {
    assertArrayEquals(new short[] {-1, -1, 16, 16, 16, 16}, dropped(0, 1, 2, 3, 0, 90));
    assertArrayEquals(new short[] {16, 16, 16, 16, -1, -1}, dropped(90, 255, 254, 253, 252, 255));
  }

  @Test
  void picturesThatAreNotClippedKeepEverything() {
    assertArrayEquals(new short[] {16, 16, 16, 16, 16}, dropped(4, 251, 90, 4, 251));
  }
}
