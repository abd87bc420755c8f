package dev.fathom.model;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ModelCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is among SavedModels on disk, told without running any of them.
 *
 * <p>Cost: the cards, and for {@link #describe} and {@link #inspect} the graph, are read;
 * TensorFlow itself is not loaded.
 */
public final class Models {
  private Models() {}

  /**
   * The SavedModels directly in the given folders, by folder and name.
   *
   * @throws IllegalArgumentException if one of the folders is none
   */
  public static List<ModelEntry> list(Path... modelsDirectories) {
    List<ModelEntry> entries = new ArrayList<>();
    for (Path models : modelsDirectories) {
      if (!Files.isDirectory(models)) {
        throw new IllegalArgumentException(models + " is not a folder");
      }
      try (Stream<Path> children = Files.list(models)) {
        children.filter(Models::isModel).sorted().map(Models::entry).forEach(entries::add);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + models, e);
      }
    }
    return entries;
  }

  /**
   * The folder of a model that is named by its folder or by its name in {@code modelsDirectory}.
   *
   * @throws IllegalArgumentException if it is neither; the message has the known names
   */
  public static Path locate(String nameOrFolder, Path modelsDirectory) {
    if (!nameOrFolder.isBlank()) {
      Path byName = modelsDirectory.resolve(nameOrFolder);
      if (Files.isDirectory(byName)) {
        return byName;
      }
      Path folder = Path.of(nameOrFolder);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    throw new IllegalArgumentException(
        "model '"
            + nameOrFolder
            + "' is neither a folder nor the name of a model; known: "
            + knownNames(modelsDirectory));
  }

  private static String knownNames(Path modelsDirectory) {
    if (!Files.isDirectory(modelsDirectory)) {
      return "none (" + modelsDirectory + " does not exist)";
    }
    try (Stream<Path> children = Files.list(modelsDirectory)) {
      return children
          .filter(Models::isModel)
          .map(model -> model.getFileName().toString())
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + modelsDirectory, e);
    }
  }

  /** What a network that is loaded for a device computes on: {@code cpu} or {@code gpu:N}. */
  public static String deviceInUse(String device) {
    return Devices.inUse(device);
  }

  /** Whether a folder holds a SavedModel or numbered versions of one. */
  public static boolean isModel(Path directory) {
    try {
      ModelDirectory.find(directory);
      return true;
    } catch (IllegalArgumentException absent) {
      return false;
    }
  }

  /**
   * A model's card and its graph's signatures, for people to read.
   *
   * @throws IllegalArgumentException if there is no such folder
   * @throws ModelException if it holds no model, or the card cannot be parsed
   * @throws dev.fathom.codec.MalformedDataException if {@code saved_model.pb} is corrupt
   */
  public static String describe(Path directory) {
    ModelDirectory found = ModelDirectory.find(directory);
    StringBuilder text = new StringBuilder(inspect(directory).text());
    CardFile.find(found)
        .ifPresentOrElse(
            file -> {
              ModelCard card = CardFile.read(found);
              text.append("  card ").append(file).append('\n');
              TextFormat.printer()
                  .printToString(card)
                  .lines()
                  .forEach(line -> text.append("    ").append(line).append('\n'));
              text.append(fit(card, found));
            },
            () -> text.append("  no model card; `models inspect` writes one to start from\n"));
    return text.toString();
  }

  /**
   * What a SavedModel offers, and a card to start from.
   *
   * @throws IllegalArgumentException if there is no such folder
   * @throws ModelException if it holds no model
   * @throws dev.fathom.codec.MalformedDataException if {@code saved_model.pb} is corrupt
   */
  public static ModelInspection inspect(Path directory) {
    ModelDirectory found = ModelDirectory.find(directory);
    GraphFile file = GraphFile.read(found);
    ModelCard starter = StarterCard.guess(found.name(), file.signatures());
    return new ModelInspection(
        found.version(),
        file.tensorFlowVersion(),
        file.tags(),
        file.signatures(),
        refusal(file),
        starter,
        StarterCard.text(starter));
  }

  private static String refusal(GraphFile file) {
    try {
      OpCheck.check(file.proto(), file.directory().graphFile());
      return "";
    } catch (IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static String fit(ModelCard card, ModelDirectory directory) {
    try {
      CardFit.check(card, GraphFile.read(directory));
      return "  ready to give metric depth\n";
    } catch (IllegalArgumentException misfit) {
      return "  not ready to give metric depth: " + misfit.getMessage() + "\n";
    }
  }

  /**
   * A model and its card.
   *
   * @throws IllegalArgumentException if there is no model in the folder
   */
  public static ModelEntry entry(Path directory) {
    ModelDirectory found = ModelDirectory.find(directory);
    try {
      ModelCard card = CardFile.read(found);
      String name = card.getName().isEmpty() ? found.name() : card.getName();
      return new ModelEntry(name, directory, card, "");
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return new ModelEntry(found.name(), directory, null, String.valueOf(e.getMessage()));
    }
  }
}
