package dev.fathom.stereo;

/**
 * Drops disparities where the camera saw nothing: inside runs of pixels that are all overexposed or
 * all black, such as a white sky, any match is as good as any other, and both directions agree on
 * what the neighbours say.
 */
final class Clipping {
  /** Grey levels from here on are overexposed. */
  private static final int WHITE = 252;

  /** Grey levels up to here are black. */
  private static final int BLACK = 3;

  /** How far into a run its border still gives a match. Units: pixels. */
  private static final int REACH = 3;

  private Clipping() {}

  /** Sets disparities inside clipped runs of the left image's rows to {@code invalid}. */
  static void drop(byte[] left, int width, int height, short[] disparity, short invalid) {
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int start = 0; start < width; ) {
        int end = start;
        while (end < width && isClipped(left[row + end])) {
          end++;
        }
        // A run that leaves the image has no border there.
        int from = start == 0 ? 0 : start + REACH;
        int to = end == width ? width : end - REACH;
        for (int x = from; x < to; x++) {
          disparity[row + x] = invalid;
        }
        start = end + 1;
      }
    }
  }

  private static boolean isClipped(byte grey) {
    int level = grey & 0xff;
    return level >= WHITE || level <= BLACK;
  }
}
