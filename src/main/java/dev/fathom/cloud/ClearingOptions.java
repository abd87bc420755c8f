package dev.fathom.cloud;

import dev.fathom.config.Described;
import dev.fathom.config.Range;

/** What counts as free space. */
public record ClearingOptions(
    @Described(
            value =
                "how far beyond obstacles.max_range the clearing points lie, metres, so that no"
                    + " costmap marks them",
            constraint = "more than 0")
        @Range(min = 0, max = 1e6)
        double margin,
    @Described("most points of the clearing cloud") @Range(min = 1, max = 1_000_000) int maxPoints,
    @Described("smallest side of the blocks of pixels that give one point each")
        @Range(min = 1, max = 1000)
        int stride,
    @Described(
            value = "least share of a block's pixels that must be known to be free",
            constraint = "more than 0")
        @Range(min = 0, max = 1)
        double minFreeShare) {
  /** Rays that costmaps still trace at frame rate. */
  public static final int DEFAULT_MAX_POINTS = 5_000;

  public static final ClearingOptions DEFAULT =
      new ClearingOptions(0.5, DEFAULT_MAX_POINTS, 1, 0.5);

  public ClearingOptions {
    if (!(margin > 0 && margin <= PixelRays.MAX_DEPTH)) {
      throw new IllegalArgumentException("margin must be positive, found " + margin);
    }
    if (maxPoints < 1) {
      throw new IllegalArgumentException("max_points must be positive, found " + maxPoints);
    }
    if (stride < 1) {
      throw new IllegalArgumentException("stride must be positive, found " + stride);
    }
    if (!(minFreeShare > 0 && minFreeShare <= 1)) {
      throw new IllegalArgumentException(
          "min_free_share must be above 0 and at most 1, found " + minFreeShare);
    }
  }
}
