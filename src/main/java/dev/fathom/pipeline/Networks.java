package dev.fathom.pipeline;

import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.Models;
import dev.fathom.stereo.StereoOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    return matcher(options, modelsDirectory, modelOptions(options));
  }

  /**
   * The same for as many frames at a time, each matcher in one thread: that is faster than to share
   * every step of one frame among threads.
   */
  public static List<PairMatcher> matchers(
      int count, PipelineOptions options, Path modelsDirectory) {
    PairMatcher.singleThreaded();
    ModelOptions one = new ModelOptions(options.device(), 1, 1, modelOptions(options).bfloat16());
    List<PairMatcher> matchers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        matchers.add(matcher(options, modelsDirectory, one));
      }
      return List.copyOf(matchers);
    } catch (RuntimeException | Error e) {
      matchers.forEach(PairMatcher::close);
      throw e;
    }
  }

  private static PairMatcher matcher(
      PipelineOptions options, Path modelsDirectory, ModelOptions modelOptions) {
    StereoOptions stereo = options.stereo();
    if (stereo.model().isBlank()) {
      return PairMatcher.semiGlobal(stereo);
    }
    Path model = Models.locate(stereo.model(), modelsDirectory);
    return new HybridMatcher(stereo, CandidateNetwork.load(model, modelOptions));
  }

  private static ModelOptions modelOptions(PipelineOptions options) {
    return new ModelOptions(
        options.device(), options.threads(), options.threads(), ModelOptions.defaults().bfloat16());
  }
}
