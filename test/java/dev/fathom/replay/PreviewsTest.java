package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.pipeline.DepthEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewsTest {
  @Test
  void aFullDiskIsToldWithThePictureThatDidNotFit(@TempDir Path directory) throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "skipped: this system has no " + full);
    Path picture = Files.createSymbolicLink(directory.resolve("000000_0.png"), full);
    DepthEstimate estimate = new DepthEstimate();
    estimate.colour().reshape(8, 6, 3);
    Arrays.fill(estimate.depth().reshape(8, 6).data(), 2f);
    Arrays.fill(estimate.sigma().reshape(8, 6).data(), 0.1f);

    Previews previews = new Previews(directory, 1, 1);
    String message = assertThrows(IOException.class, () -> previews.frame(estimate)).getMessage();
    assertTrue(message.contains(picture.toString()), message);
  }
}
