package dev.fathom.bag;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Recordings by other software, which lie beside the project where they are available. */
final class RecordedBags {
  private static final Path SHARED = Path.of("..", "shared");

  private RecordedBags() {}

  /** The recording; the test is skipped, and says so, where it is absent. */
  static Path require(String path) {
    Path bag = SHARED.resolve(path);
    if (!Files.exists(bag)) {
      System.out.println("skipped: recording " + bag + " is not there");
    }
    Assumptions.assumeTrue(Files.exists(bag), () -> "recording " + bag + " is not there");
    return bag;
  }
}
