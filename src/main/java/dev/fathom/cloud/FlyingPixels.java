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
  private final float threshold;

  FlyingPixels(float threshold) {
    this.threshold = threshold;
  }

  /** Whether the pixel, whose depth must be known, flies. */
  boolean isFlying(FloatImage depth, int u, int v) {
    float z = depth.at(u, v);
    float left = u > 0 ? surface(depth.at(u - 1, v)) : Float.POSITIVE_INFINITY;
    float right = u < depth.width() - 1 ? surface(depth.at(u + 1, v)) : Float.POSITIVE_INFINITY;
    float above = v > 0 ? surface(depth.at(u, v - 1)) : Float.POSITIVE_INFINITY;
    float below = v < depth.height() - 1 ? surface(depth.at(u, v + 1)) : Float.POSITIVE_INFINITY;
    boolean aloneInRow = !together(z, left) && !together(z, right);
    boolean aloneInColumn = !together(z, above) && !together(z, below);
    return (aloneInRow && aloneInColumn)
        || (aloneInRow && between(z, left, right))
        || (aloneInColumn && between(z, above, below));
  }

  private boolean together(float z, float neighbour) {
    return Math.abs(neighbour - z) <= threshold * Math.min(z, neighbour);
  }

  private static boolean between(float z, float one, float other) {
    return Math.min(one, other) < z && z < Math.max(one, other);
  }

  private static float surface(float z) {
    return Depth.isKnown(z) ? z : Float.POSITIVE_INFINITY;
  }
}
