package dev.fathom.replay;

import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.Models;
import dev.fathom.pipeline.PipelineOptions;
import java.nio.file.Path;

/** The network that the options name. */
final class Networks {
  private Networks() {}

  /** Loads a SavedModel by its folder, or by its name in {@code modelsDirectory}. */
  static DepthNetwork load(PipelineOptions options, Path modelsDirectory) {
    ModelOptions defaults = ModelOptions.defaults();
    return DepthNetwork.load(
        Models.locate(options.model(), modelsDirectory),
        new ModelOptions(
            options.device(), options.threads(), options.threads(), defaults.bfloat16()));
  }
}
