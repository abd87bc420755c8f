package dev.fathom.node;

import dev.fathom.cloud.ObstacleOptions;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.pipeline.DepthEstimate;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why obstacle clouds stay empty, which a planner would take for free space.
 *
 * <p>Threads: {@link #cloud} the stage's, the rest any. Cost: none while there are points; else a
 * sample of the pixels now and then.
 */
final class EmptyObstacles {
  /** So many empty clouds in a row are no accident. */
  static final int MANY = 10;

  private static final int LOOK_AGAIN = 100;
  private static final int SAMPLES = 4_000;

  private float @Nullable [] relativeSigmas;
  private int empty;
  private volatile @Nullable Reason reason;

  /**
   * Why there are none.
   *
   * @param isTrouble false where it may just be that nothing is near
   */
  record Reason(boolean isTrouble, String text) {}

  /** An obstacle cloud was made of this estimate. */
  void cloud(int points, DepthEstimate estimate, ObstacleOptions options) {
    if (points > 0) {
      empty = 0;
      reason = null;
      return;
    }
    if (empty++ % LOOK_AGAIN == MANY - 1) {
      reason = reason(estimate, options);
    }
  }

  /** Nobody wants obstacle clouds, or they are made in another way from now on. */
  void reset() {
    empty = 0;
    reason = null;
  }

  private Reason reason(DepthEstimate estimate, ObstacleOptions options) {
    if (relativeSigmas == null) {
      relativeSigmas = new float[SAMPLES + 1];
    }
    FloatImage depth = estimate.depth();
    float[] z = depth.data();
    int step = Math.max(1, depth.size() / SAMPLES);
    int known = 0;
    int inRange = 0;
    for (int i = 0; i < depth.size() && inRange < relativeSigmas.length; i += step) {
      if (Depth.isKnown(z[i])) {
        known++;
        double range = z[i] * stretch(estimate.intrinsics(), i % depth.width(), i / depth.width());
        if (range >= options.minRange() && range <= options.maxRange()) {
          float sigma = estimate.hasSigma() ? estimate.sigma().data()[i] : 0;
          relativeSigmas[inRange++] = sigma / z[i];
        }
      }
    }
    return reason(known, inRange, relativeSigmas, options);
  }

  /** Distance from the camera of a point with a depth of 1. */
  private static double stretch(Intrinsics camera, int u, int v) {
    double x = (u - camera.cx()) / camera.fx();
    double y = (v - camera.cy()) / camera.fy();
    return Math.sqrt(1 + x * x + y * y);
  }

  private static Reason reason(
      int known, int inRange, float[] relativeSigmas, ObstacleOptions options) {
    if (known == 0) {
      return new Reason(true, "obstacle clouds are empty: no depth is known");
    }
    if (inRange == 0) {
      return new Reason(
          false,
          String.format(
              "obstacle clouds are empty: no depth lies between obstacles.min_range and"
                  + " obstacles.max_range (%s to %s m)",
              options.minRange(), options.maxRange()));
    }
    Arrays.sort(relativeSigmas, 0, inRange);
    // NaN, which is no σ at all, is sorted to the end.
    if (relativeSigmas[0] <= options.maxRelativeSigma()) {
      return new Reason(
          true,
          "obstacle clouds are empty: all that is left are flying pixels; see"
              + " obstacles.flying_pixel_threshold and obstacles.max_relative_sigma");
    }
    return new Reason(
        true,
        String.format(
            "obstacle clouds are empty: sigma is %.0f %% of the depth (median), but"
                + " obstacles.max_relative_sigma is %s",
            100 * relativeSigmas[inRange / 2], options.maxRelativeSigma()));
  }

  /** Why there are none for a while now; empty where there are some. */
  Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }
}
