package dev.fathom.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder a replay writes to: {@code bag/}, {@code previews/} and {@code summary.json}. */
public record OutputDirectory(Path root) {
  public Path bag() {
    return root.resolve("bag");
  }

  public Path previews() {
    return root.resolve("previews");
  }

  public Path summary() {
    return root.resolve("summary.json");
  }

  /**
   * Refuses a folder that cannot be written to, or not without loss; changes nothing.
   *
   * @param force whether what an earlier replay left there may be replaced
   * @param inputs recordings that are read, and so must stay
   * @throws IllegalArgumentException if something is there that must stay
   * @throws IOException if nothing can be written there
   */
  public void check(boolean force, List<Path> inputs) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new NotDirectoryException("output " + root + " exists and is not a directory");
    }
    for (Path taken : List.of(bag(), previews(), summary())) {
      if (Files.exists(taken) && !force) {
        throw new IllegalArgumentException(
            "output "
                + root
                + " already holds "
                + root.relativize(taken)
                + ": choose another --out, or give --force");
      }
    }
    for (Path input : inputs) {
      if (isInside(input, bag()) || isInside(input, previews())) {
        throw new IllegalArgumentException(
            input + " lies where the results would go: choose another --out");
      }
    }
    if (Files.exists(bag()) && !Files.exists(previews()) && !Files.exists(summary())) {
      throw new IllegalArgumentException(bag() + " was not left by a replay: choose another --out");
    }
    requireOurs(bag(), "metadata\\.yaml(\\.partial)?|bag_0\\.mcap");
    requireOurs(previews(), "\\d+_\\d+\\.png");
    requireWritable();
  }

  /** Only an attempt tells: a file system may refuse what permissions allow. */
  private void requireWritable() throws IOException {
    Path missing = null;
    Path there = root.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      missing = there;
      there = there.getParent();
    }
    try {
      Files.delete(
          missing == null
              ? Files.createTempFile(root, "fathom", ".tmp")
              : Files.createDirectory(missing));
    } catch (IOException e) {
      throw new IOException("output " + root + " cannot be written: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof AccessDeniedException
        ? "permission denied"
        : e instanceof NoSuchFileException ? "no folder can be made there" : message;
  }

  private static boolean isInside(Path input, Path folder) throws IOException {
    return Files.exists(input)
        && Files.exists(folder)
        && input.toRealPath().startsWith(folder.toRealPath());
  }

  private static void requireOurs(Path folder, String names) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.sorted().toList()) {
        if (!file.getFileName().toString().matches(names)) {
          throw new IllegalArgumentException(
              file + " was not left by a replay: choose another --out");
        }
      }
    }
  }

  /**
   * Makes the folder, and removes what an earlier replay left there. {@link #check} comes first.
   */
  public void prepare() throws IOException {
    for (Path old : List.of(bag(), previews(), summary())) {
      remove(old);
    }
    Files.createDirectories(previews());
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
