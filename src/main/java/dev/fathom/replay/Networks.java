package dev.fathom.replay;

import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.pipeline.PipelineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The network that the options name. */
final class Networks {
  private Networks() {}

  /** Loads a SavedModel by its folder, or by its name in {@code modelsDirectory}. */
  static DepthNetwork load(PipelineOptions options, Path modelsDirectory) throws IOException {
    ModelOptions defaults = ModelOptions.defaults();
    return DepthNetwork.load(
        directory(options.model(), modelsDirectory),
        new ModelOptions(
            options.device(), options.threads(), options.threads(), defaults.bfloat16()));
  }

  private static Path directory(String model, Path modelsDirectory) throws IOException {
    Path byName = modelsDirectory.resolve(model);
    if (Files.isDirectory(byName)) {
      return byName;
    }
    Path byPath = Path.of(model);
    if (Files.isDirectory(byPath)) {
      return byPath;
    }
    throw new IllegalArgumentException(
        "model '"
            + model
            + "' is neither a folder nor the name of a model; known: "
            + names(modelsDirectory));
  }

  private static String names(Path modelsDirectory) throws IOException {
    if (!Files.isDirectory(modelsDirectory)) {
      return "none (" + modelsDirectory + " does not exist)";
    }
    try (Stream<Path> models = Files.list(modelsDirectory)) {
      return models
          .filter(Files::isDirectory)
          .map(m -> m.getFileName().toString())
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }
}
