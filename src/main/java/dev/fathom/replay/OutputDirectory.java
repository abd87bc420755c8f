package dev.fathom.replay;

import java.io.IOException;
import java.nio.file.Files;
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
   * Makes the folder.
   *
   * @param force remove what an earlier replay left there; nothing else in the folder is touched
   */
  public void prepare(boolean force) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new NotDirectoryException("output " + root + " exists and is not a directory");
    }
    if (Files.isDirectory(root)) {
      for (Path taken : List.of(bag(), previews(), summary())) {
        if (Files.exists(taken) && !force) {
          throw new IllegalArgumentException(
              "output "
                  + root
                  + " already holds "
                  + root.relativize(taken)
                  + ": choose another --out, or give --force");
        }
        remove(taken);
      }
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
