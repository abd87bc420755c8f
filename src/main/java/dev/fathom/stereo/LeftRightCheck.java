package dev.fathom.stereo;

import java.util.Arrays;

/**
 * Drops left pixels that the right camera cannot have seen where they claim.
 *
 * <p>Units: disparities in 1/16 pixels. Invalid: {@code invalid}, which is below every disparity.
 */
final class LeftRightCheck {
  private static final int ONE = 16;

  private final int tolerance;
  private short[] claimed = new short[0];

  /**
   * @param maxDifference how far the two directions may disagree. Units: pixels
   */
  LeftRightCheck(double maxDifference) {
    tolerance = (int) Math.round(maxDifference * ONE);
  }

  /** Column of the right image that a left pixel matches. */
  static int match(int x, int disparity) {
    return x - ((disparity + ONE / 2) >> 4);
  }

  /** Drops left pixels whose match lies outside the right image or has another disparity. */
  void compare(short[] left, short[] right, int width, int height, short invalid) {
    for (int row = 0; row < width * height; row += width) {
      for (int x = 0; x < width; x++) {
        int d = left[row + x];
        int match = match(x, d);
        if (match < 0
            || match >= width
            || right[row + match] == invalid
            || Math.abs(right[row + match] - d) > tolerance) {
          left[row + x] = invalid;
        }
      }
    }
  }

  /**
   * The same against the right disparities that follow from the left ones: two left pixels cannot
   * see the same right pixel, for the nearer surface hides the farther one.
   */
  void compareWithItself(short[] left, int width, int height, short invalid) {
    if (claimed.length < width) {
      claimed = new short[width];
    }
    for (int row = 0; row < width * height; row += width) {
      claim(left, row, width, invalid);
      for (int x = 0; x < width; x++) {
        int d = left[row + x];
        int match = match(x, d);
        if (match < 0 || match >= width || Math.abs(claimed[match] - d) > tolerance) {
          left[row + x] = invalid;
        }
      }
    }
  }

  private void claim(short[] left, int row, int width, short invalid) {
    Arrays.fill(claimed, 0, width, invalid);
    for (int x = 0; x < width; x++) {
      short d = left[row + x];
      int match = match(x, d);
      if (match >= 0 && match < width && d > claimed[match]) {
        claimed[match] = d;
      }
    }
  }
}
