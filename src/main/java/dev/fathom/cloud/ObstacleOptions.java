package dev.fathom.cloud;

import dev.fathom.config.Described;
import dev.fathom.config.Range;

/** What counts as an obstacle point. */
public record ObstacleOptions(
    @Described("nearest distance from the camera kept, metres")
        @Range(min = 0, max = PixelRays.MAX_DEPTH)
        double minRange,
    @Described(
            value = "farthest distance from the camera kept, metres",
            constraint = "more than min_range")
        @Range(min = 0, max = PixelRays.MAX_DEPTH)
        double maxRange,
    @Described("most points a cloud may have") @Range(min = 1, max = Integer.MAX_VALUE)
        int maxPoints,
    @Described("smallest side of the blocks of pixels that give one point each")
        @Range(min = 1, max = 65_536)
        int stride,
    @Described(
            value =
                "relative difference of depth beyond which neighbours belong to different surfaces",
            constraint = "more than 0")
        @Range(min = 0, max = Double.POSITIVE_INFINITY)
        double flyingPixelThreshold,
    @Described(
            value = "largest sigma / depth kept, where sigma is given",
            constraint = "more than 0")
        @Range(min = 0, max = Double.POSITIVE_INFINITY)
        double maxRelativeSigma) {
  /** Points that costmaps still take at frame rate. */
  public static final int DEFAULT_MAX_POINTS = 20_000;

  public static final ObstacleOptions DEFAULT =
      new ObstacleOptions(0.2, 20, DEFAULT_MAX_POINTS, 1, 0.1, 0.25);

  public ObstacleOptions {
    if (!(minRange >= 0 && minRange < maxRange && maxRange <= PixelRays.MAX_DEPTH)) {
      throw new IllegalArgumentException(
          String.format(
              "obstacles.min_range and obstacles.max_range must hold 0 <= min_range < max_range <="
                  + " %s m, found %s and %s",
              PixelRays.MAX_DEPTH, minRange, maxRange));
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
