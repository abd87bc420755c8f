package dev.fathom.stereo;

import org.jspecify.annotations.Nullable;

/**
 * Gives pixels without a match the disparity of the farther of their two neighbours in the row:
 * what one camera does not see is hidden by what is nearer.
 *
 * <p>Units: pixels. Invalid: NaN before; after, only where the whole image was. σ of a filled pixel
 * grows with the step between the two neighbours, either of which may be the truth.
 */
final class BackgroundFill {
  private BackgroundFill() {}

  /** Fills in place; without {@code sigma}, disparities alone. */
  static void apply(float[] disparity, float @Nullable [] sigma, int width, int height) {
    int lastFilled = -1;
    for (int y = 0; y < height; y++) {
      if (!fillRow(disparity, sigma, y * width, width)) {
        continue;
      }
      for (int empty = lastFilled + 1; empty < y; empty++) {
        copyRow(disparity, sigma, (lastFilled < 0 ? y : lastFilled) * width, empty * width, width);
      }
      lastFilled = y;
    }
    for (int empty = lastFilled + 1; lastFilled >= 0 && empty < height; empty++) {
      copyRow(disparity, sigma, lastFilled * width, empty * width, width);
    }
  }

  /** Returns whether the row had anything to fill from. */
  private static boolean fillRow(float[] disparity, float @Nullable [] sigma, int row, int width) {
    int x = 0;
    while (x < width) {
      if (!Float.isNaN(disparity[row + x])) {
        x++;
        continue;
      }
      int end = x;
      while (end < width && Float.isNaN(disparity[row + end])) {
        end++;
      }
      if (x == 0 && end == width) {
        return false;
      }
      float before = x > 0 ? disparity[row + x - 1] : Float.NaN;
      float after = end < width ? disparity[row + end] : Float.NaN;
      fillRun(disparity, sigma, row + x, row + end, before, after);
      x = end;
    }
    return true;
  }

  private static void fillRun(
      float[] disparity, float @Nullable [] sigma, int from, int to, float before, float after) {
    boolean fromBefore = !Float.isNaN(before);
    boolean fromAfter = !Float.isNaN(after);
    float value = fromBefore && fromAfter ? Math.min(before, after) : fromBefore ? before : after;
    float step = fromBefore && fromAfter ? Math.abs(before - after) : 0;
    for (int i = from; i < to; i++) {
      disparity[i] = value;
      if (sigma == null) {
        continue;
      }
      int gap =
          Math.min(
              fromBefore ? i - from + 1 : Integer.MAX_VALUE,
              fromAfter ? to - i : Integer.MAX_VALUE);
      sigma[i] = SigmaModel.filled(step, gap);
    }
  }

  private static void copyRow(
      float[] disparity, float @Nullable [] sigma, int from, int to, int width) {
    System.arraycopy(disparity, from, disparity, to, width);
    if (sigma != null) {
      System.arraycopy(sigma, from, sigma, to, width);
    }
  }
}
