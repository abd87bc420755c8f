package dev.fathom.cloud;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;

/**
 * Pixels that hang in the air between two surfaces, or alone.
 *
 * <p>Two neighbours belong together when their depths differ by no more than the threshold,
 * relative to the nearer one. A pixel flies when, along its row or its column, it belongs to
 * neither neighbour and lies behind one of them and in front of the other; a hole and the border
 * count as endlessly far. So a thin pole, in front of both its neighbours, stays as long as it
 * continues along the other direction. A pixel that belongs to none of its four neighbours goes as
 * well.
 */
final class FlyingPixels {
  private final float ratio;

  FlyingPixels(float threshold) {
    ratio = 1 + threshold;
  }

  /** Whether the pixel, whose depth must be known, flies. */
  boolean isFlying(FloatImage depth, int u, int v) {
    float[] z = depth.data();
    int width = depth.width();
    int at = v * width + u;
    float here = z[at];
    float left = u > 0 ? z[at - 1] : Depth.UNKNOWN;
    float right = u < width - 1 ? z[at + 1] : Depth.UNKNOWN;
    boolean aloneInRow = !together(here, left) && !together(here, right);
    if (aloneInRow && between(here, left, right)) {
      return true;
    }
    float above = v > 0 ? z[at - width] : Depth.UNKNOWN;
    float below = v < depth.height() - 1 ? z[at + width] : Depth.UNKNOWN;
    boolean aloneInColumn = !together(here, above) && !together(here, below);
    return aloneInColumn && (aloneInRow || between(here, above, below));
  }

  /** False where the neighbour is not known. */
  private boolean together(float here, float neighbour) {
    return neighbour <= here * ratio && here <= neighbour * ratio;
  }

  private static boolean between(float here, float one, float other) {
    return isNearer(one, here) != isNearer(other, here);
  }

  private static boolean isNearer(float neighbour, float here) {
    return neighbour > 0 && neighbour < here;
  }
}
