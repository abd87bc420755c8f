package dev.fathom.pipeline;

import dev.fathom.cloud.ObstacleOptions;
import dev.fathom.stereo.StereoOptions;

/**
 * Everything a user can set about a pipeline; parameter names are these components in snake case.
 *
 * @param model name of a model in {@code models/}, or a SavedModel's folder (mono)
 * @param measuredDepth topic of a point cloud, or of depth images registered with the rectified
 *     picture, for a model that completes depth; empty: none (mono)
 * @param device {@code auto}, {@code cpu} or {@code gpu:N} (mono)
 * @param threads CPU threads of the network; 0: as many as there are cores (mono)
 * @param minRange nearest depth that is published, metres; closer becomes −∞ (REP 118)
 * @param maxRange farthest depth that is published, metres; farther becomes +∞
 * @param depthEncoding {@code 32FC1} metres or {@code 16UC1} millimetres
 * @param products comma separated {@link Product} names, or {@code all}
 * @param stereo matcher settings (stereo)
 * @param obstacles obstacle cloud settings
 */
public record PipelineOptions(
    String model,
    String measuredDepth,
    String device,
    int threads,
    double minRange,
    double maxRange,
    String depthEncoding,
    String products,
    StereoOptions stereo,
    ObstacleOptions obstacles) {
  public PipelineOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or more, found " + threads);
    }
    if (!(minRange >= 0 && maxRange > minRange)) {
      throw new IllegalArgumentException(
          "ranges must hold 0 <= min_range < max_range, found " + minRange + " and " + maxRange);
    }
    if (!depthEncoding.equals("32FC1") && !depthEncoding.equals("16UC1")) {
      throw new IllegalArgumentException(
          "depth_encoding must be 32FC1 or 16UC1, found '" + depthEncoding + "'");
    }
    var unused = Product.parse(products);
  }

  public static PipelineOptions defaults() {
    return new PipelineOptions(
        "fathom_mono",
        "",
        "auto",
        0,
        0.1,
        100,
        "32FC1",
        "all",
        StereoOptions.defaults(),
        ObstacleOptions.DEFAULT);
  }
}
