package dev.fathom.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A SavedModel on disk: a folder with {@code saved_model.pb}, or a folder of numbered versions, of
 * which the highest counts.
 *
 * @param asked the folder that was asked for
 * @param version the folder that holds {@code saved_model.pb}: the same, or one of its versions
 */
record ModelDirectory(Path asked, Path version) {
  private static final String GRAPH_FILE = "saved_model.pb";
  private static final String CARD_FILE = "model_card.textproto";

  /**
   * Finds the SavedModel in {@code directory}.
   *
   * @throws IllegalArgumentException if there is no such folder
   * @throws ModelException if the folder holds no SavedModel
   */
  static ModelDirectory find(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          directory + (Files.exists(directory) ? " is not a folder" : " does not exist"));
    }
    if (Files.isRegularFile(directory.resolve(GRAPH_FILE))) {
      return new ModelDirectory(directory, directory);
    }
    return highestVersion(directory)
        .map(version -> new ModelDirectory(directory, version))
        .orElseThrow(
            () ->
                new ModelException(
                    directory
                        + " is not a SavedModel: it holds neither "
                        + GRAPH_FILE
                        + " nor a numbered version that does"));
  }

  Path graphFile() {
    return version.resolve(GRAPH_FILE);
  }

  Path variablesIndex() {
    return version.resolve("variables").resolve("variables.index");
  }

  /** Where a card may lie, in the order of search. */
  List<Path> cardPlaces() {
    Path inside = version.resolve("assets.extra").resolve(CARD_FILE);
    Path besideVersion = beside(version);
    Path besideAsked = beside(asked);
    return Stream.of(inside, besideVersion, besideAsked).distinct().toList();
  }

  /** The folder's own name, also where it was given as {@code .} or with a trailing slash. */
  String name() {
    return lastName(asked);
  }

  private static Path beside(Path folder) {
    return folder.toAbsolutePath().normalize().resolveSibling(lastName(folder) + ".textproto");
  }

  private static String lastName(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "" : last.toString();
  }

  private static Optional<Path> highestVersion(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> lastName(child).matches("\\d{1,18}"))
          .filter(child -> Files.isRegularFile(child.resolve(GRAPH_FILE)))
          .max(Comparator.comparingLong(child -> Long.parseLong(lastName(child))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
