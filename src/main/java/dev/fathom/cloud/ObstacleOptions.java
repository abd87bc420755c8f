package dev.fathom.cloud;

/**
 * What counts as an obstacle point.
 *
 * @param minRange nearest distance from the camera kept, metres
 * @param maxRange farthest distance from the camera kept, metres
 * @param maxPoints most points a cloud may have
 * @param stride smallest side of the blocks of pixels that give one point each
 * @param flyingPixelThreshold relative difference of depth beyond which neighbours belong to
 *     different surfaces
 * @param maxRelativeSigma largest σ / depth kept, where σ is given
 */
public record ObstacleOptions(
    double minRange,
    double maxRange,
    int maxPoints,
    int stride,
    double flyingPixelThreshold,
    double maxRelativeSigma) {
  /** Points that costmaps still take at frame rate. */
  public static final int DEFAULT_MAX_POINTS = 20_000;

  public static final ObstacleOptions DEFAULT =
      new ObstacleOptions(0.2, 20, DEFAULT_MAX_POINTS, 1, 0.1, 0.25);

  public ObstacleOptions {
    if (!(minRange >= 0 && minRange < maxRange && maxRange <= PixelRays.MAX_DEPTH)) {
      throw new IllegalArgumentException(
          "range must be 0 ≤ min < max ≤ "
              + PixelRays.MAX_DEPTH
              + " m, found "
              + minRange
              + " … "
              + maxRange);
    }
    if (maxPoints < 1) {
      throw new IllegalArgumentException("max_points must be positive, found " + maxPoints);
    }
    if (stride < 1) {
      throw new IllegalArgumentException("stride must be positive, found " + stride);
    }
    if (!(flyingPixelThreshold > 0)) {
      throw new IllegalArgumentException(
          "flying_pixel_threshold must be positive, found " + flyingPixelThreshold);
    }
    if (!(maxRelativeSigma > 0)) {
      throw new IllegalArgumentException(
          "max_relative_sigma must be positive, found " + maxRelativeSigma);
    }
  }
}
