package dev.fathom.pipeline;

import dev.fathom.cloud.ClearingOptions;
import dev.fathom.cloud.ObstacleOptions;
import dev.fathom.config.Described;
import dev.fathom.config.Range;
import dev.fathom.config.ReadOnly;
import dev.fathom.stereo.StereoOptions;

/** Everything a user can set about a pipeline; parameter names are these in snake case. */
public record PipelineOptions(
    @Described("name of a model in models/, or a SavedModel's folder (mono)") String model,
    @Described(
            "topic of a point cloud, or of depth images registered with the rectified picture, for"
                + " a model that completes depth; empty: none (mono)")
        @ReadOnly
        String measuredDepth,
    @Described(
            value = "what the network runs on (mono)",
            constraint = "auto, cpu, or gpu:N with a number from 0")
        @ReadOnly
        String device,
    @Described("CPU threads of the network; 0: as many as there are cores (mono)")
        @Range(min = 0, max = 1024)
        @ReadOnly
        int threads,
    @Described("nearest depth that is published, metres; closer becomes -inf (REP 118)")
        @Range(min = 0, max = Double.POSITIVE_INFINITY)
        double minRange,
    @Described(
            value = "farthest depth that is published, metres; farther becomes +inf",
            constraint = "more than min_range")
        @Range(min = 0, max = Double.POSITIVE_INFINITY)
        double maxRange,
    @Described(
            value = "encoding of depth images: metres or millimetres",
            constraint = "32FC1 or 16UC1")
        String depthEncoding,
    @Described(
            value = "what is published",
            constraint =
                "all, or of depth, camera_info, sigma, disparity, points, obstacles,"
                    + " clearing with commas")
        @ReadOnly
        String products,
    StereoOptions stereo,
    ObstacleOptions obstacles,
    ClearingOptions clearing) {
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

  /** With another network for one camera. */
  public PipelineOptions withModel(String newModel) {
    return new PipelineOptions(
        newModel,
        measuredDepth,
        device,
        threads,
        minRange,
        maxRange,
        depthEncoding,
        products,
        stereo,
        obstacles,
        clearing);
  }

  /** Whether a pipeline made for the other options can take these up without being loaded anew. */
  public boolean loadsLike(PipelineOptions other) {
    return model.equals(other.model)
        && device.equals(other.device)
        && threads == other.threads
        && stereo.equals(other.stereo);
  }

  /** These options, but what is loaded is that of the other ones. */
  public PipelineOptions loading(PipelineOptions other) {
    return new PipelineOptions(
        other.model,
        measuredDepth,
        other.device,
        other.threads,
        minRange,
        maxRange,
        depthEncoding,
        products,
        other.stereo,
        obstacles,
        clearing);
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
        ObstacleOptions.DEFAULT,
        ClearingOptions.DEFAULT);
  }
}
