package dev.fathom.bag;

import dev.fathom.bag.BagMetadata.FileCount;
import dev.fathom.codec.MalformedDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One recording as the user names it: its data files, and its metadata where there is one.
 *
 * @param path the directory, or the one file
 * @param metadata of the directory
 * @param storages the files that can be opened
 * @param problems with the directory as a whole
 */
record Recording(
    Path path, Optional<BagMetadata> metadata, List<Storage> storages, List<BagProblem> problems) {

  /**
   * Opens a directory, its {@code metadata.yaml}, or a data file.
   *
   * @throws IOException when nothing of it can be read
   */
  static Recording open(Path path, DataFiles files) throws IOException {
    if (!Files.exists(path)) {
      throw new FileNotFoundException(path + ": no such file or directory");
    }
    if (Files.isDirectory(path)) {
      return openDirectory(path, files);
    }
    Path name = path.getFileName();
    Path parent = path.toAbsolutePath().getParent();
    if (name != null && name.toString().equals(MetadataFile.NAME) && parent != null) {
      return openDirectory(parent, files);
    }
    return new Recording(path, Optional.empty(), List.of(openData(path, files)), List.of());
  }

  private static Storage openData(Path file, DataFiles files) throws IOException {
    try {
      return files.open(file);
    } catch (MalformedDataException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Recording openDirectory(Path directory, DataFiles files) throws IOException {
    List<BagProblem> problems = new ArrayList<>();
    Optional<BagMetadata> metadata = metadata(directory, problems);
    List<Path> present = dataFiles(directory);
    List<Path> listed = new ArrayList<>();
    if (metadata.isPresent()) {
      listed.addAll(listed(directory, metadata.get(), present, problems));
    }
    if (listed.isEmpty()) {
      listed.addAll(present);
    }
    if (listed.isEmpty()) {
      throw new IOException(
          directory + ": not a rosbag2 recording: it holds no .mcap or .db3 file");
    }
    List<Storage> storages = new ArrayList<>();
    IOException first = null;
    for (Path file : listed) {
      try {
        storages.add(openData(file, files));
      } catch (IOException e) {
        first = first == null ? e : first;
        problems.add(new BagProblem(file, -1, "cannot be opened: " + e.getMessage(), true));
      }
    }
    if (storages.isEmpty() && first != null) {
      throw first;
    }
    return new Recording(directory, metadata, storages, problems);
  }

  private static Optional<BagMetadata> metadata(Path directory, List<BagProblem> problems)
      throws IOException {
    Path file = directory.resolve(MetadataFile.NAME);
    if (!Files.exists(file)) {
      problems.add(new BagProblem(file, -1, "missing: the recording was not closed", false));
      return Optional.empty();
    }
    try {
      BagMetadata metadata = MetadataFile.read(file);
      requireKnownCompression(metadata, file);
      return Optional.of(metadata);
    } catch (IllegalArgumentException e) {
      problems.add(new BagProblem(file, -1, "ignored: " + e.getMessage(), false));
      return Optional.empty();
    }
  }

  private static void requireKnownCompression(BagMetadata metadata, Path file) throws IOException {
    boolean compressed = metadata.compressesFiles() || metadata.compressesMessages();
    String format = metadata.compressionFormat();
    if (compressed && !format.equals("zstd") && !format.isEmpty()) {
      throw new IOException(file + ": compression_format is '" + format + "'; known is zstd");
    }
  }

  /** The files that the metadata lists and that are there. */
  private static List<Path> listed(
      Path directory, BagMetadata metadata, List<Path> present, List<BagProblem> problems) {
    List<Path> listed = new ArrayList<>();
    Path yaml = directory.resolve(MetadataFile.NAME);
    for (FileCount file : metadata.files()) {
      Optional<Path> found = find(directory, file.path());
      if (found.isPresent()) {
        listed.add(found.get());
      } else {
        String text = "lists " + file.path() + ", which does not exist";
        problems.add(new BagProblem(yaml, -1, text, true));
      }
    }
    for (Path file : present) {
      if (!listed.isEmpty() && !listed.contains(file)) {
        problems.add(
            new BagProblem(yaml, -1, "does not list " + file.getFileName() + ": not read", false));
      }
    }
    return listed;
  }

  private static Optional<Path> find(Path directory, String listed) {
    Path path = Path.of(listed);
    Path name = path.getFileName() == null ? path : path.getFileName();
    // Early versions put the directory before the name, and files are renamed when compressed.
    for (Path candidate :
        List.of(
            directory.resolve(path),
            directory.resolve(name),
            directory.resolve(name + ".zstd"),
            directory.resolve(name.toString().replaceFirst("\\.zstd$", "")))) {
      if (Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static List<Path> dataFiles(Path directory) throws IOException {
    Set<Path> files = new TreeSet<>(Recording::byNumber);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (entry.toString().matches(".*\\.(mcap|db3)(\\.zstd)?") && Files.isRegularFile(entry)) {
          files.add(entry);
        }
      }
    }
    return List.copyOf(files);
  }

  /** {@code bag_2} before {@code bag_10}. */
  private static int byNumber(Path a, Path b) {
    int byLength = Integer.compare(a.toString().length(), b.toString().length());
    return byLength != 0 ? byLength : a.compareTo(b);
  }
}
