package dev.fathom.eval;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;

/**
 * A network's disparity brought to the size of the truth, and only then turned into depth, as the
 * KITTI protocol asks: resized depth would give other errors.
 */
public final class DisparityToDepth {
  private DisparityToDepth() {}

  /**
   * Resizes bilinearly, pixel centres at (i + ½) / size, then inverts.
   *
   * @param disparity Units: pixels of its own width, or any common multiple of them if depth is to
   *     be scaled by its median. Invalid: NaN, and values that are not positive
   * @param focalTimesBaseline focal length at the new width times the baseline. Units: pixel metres
   * @param depth reshaped to {@code width × height}. Units: metres. Invalid: NaN where a neighbour
   *     that counts is
   */
  public static void resizeAndInvert(
      FloatImage disparity, double focalTimesBaseline, int width, int height, FloatImage depth) {
    depth.reshape(width, height);
    double stretch = (double) width / disparity.width();
    for (int y = 0; y < height; y++) {
      double row = source(y, disparity.height(), height);
      for (int x = 0; x < width; x++) {
        double d = stretch * at(disparity, source(x, disparity.width(), width), row);
        depth.data()[y * width + x] = d > 0 ? (float) (focalTimesBaseline / d) : Depth.UNKNOWN;
      }
    }
  }

  private static double source(int pixel, int oldSize, int newSize) {
    double place = (pixel + 0.5) * oldSize / newSize - 0.5;
    return Math.min(oldSize - 1, Math.max(0, place));
  }

  private static double at(FloatImage image, double x, double y) {
    int left = (int) x;
    int top = (int) y;
    double u = x - left;
    double v = y - top;
    // A weight of zero must not bring in a neighbour that is NaN or outside.
    double upper = row(image, left, top, u);
    return v == 0 ? upper : (1 - v) * upper + v * row(image, left, top + 1, u);
  }

  private static double row(FloatImage image, int left, int y, double u) {
    double first = image.at(left, y);
    return u == 0 ? first : (1 - u) * first + u * image.at(left + 1, y);
  }
}
