package dev.fathom.pipeline;

import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.Models;
import dev.fathom.stereo.StereoOptions;
import java.nio.file.Path;

/** The networks that the options name. */
public final class Networks {
  private Networks() {}

  /** Loads a SavedModel by its folder, or by its name in {@code modelsDirectory}. */
  public static DepthNetwork load(PipelineOptions options, Path modelsDirectory) {
    return DepthNetwork.load(
        Models.locate(options.model(), modelsDirectory), modelOptions(options));
  }

  /**
   * The matcher of a pair: with the network that the options name, or without one where they name
   * none.
   */
  public static PairMatcher matcher(PipelineOptions options, Path modelsDirectory) {
    StereoOptions stereo = options.stereo();
    if (stereo.model().isBlank()) {
      return PairMatcher.semiGlobal(stereo);
    }
    return new HybridMatcher(
        stereo,
        CandidateNetwork.load(
            Models.locate(stereo.model(), modelsDirectory), modelOptions(options)));
  }

  private static ModelOptions modelOptions(PipelineOptions options) {
    return new ModelOptions(
        options.device(), options.threads(), options.threads(), ModelOptions.defaults().bfloat16());
  }
}
