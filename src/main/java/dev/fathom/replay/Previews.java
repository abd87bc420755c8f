package dev.fathom.replay;

import dev.fathom.depth.DepthRange;
import dev.fathom.depth.PngEncoder;
import dev.fathom.depth.Preview;
import dev.fathom.image.Image8;
import dev.fathom.pipeline.DepthEstimate;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Pictures to look at: the camera's image beside its depth in colour, for frames evenly spread over
 * the recording.
 */
final class Previews {
  private final Path directory;
  private final long every;
  private final int most;
  private final Preview preview = new Preview();
  private long frame;
  private int made;

  /**
   * @param wanted how many to make at most
   * @param framesExpected how many frames will come
   */
  Previews(Path directory, int wanted, long framesExpected) {
    this.directory = directory;
    this.most = wanted;
    this.every = wanted == 0 ? 1 : Math.max(1, (framesExpected + wanted - 1) / wanted);
  }

  void frame(DepthEstimate estimate) throws IOException {
    long index = frame++;
    if (made == most || index % every != 0) {
      return;
    }
    made++;
    Image8 picture =
        preview.compose(
            estimate.colour(),
            estimate.depth(),
            DepthRange.of(estimate.depth()),
            estimate.hasSigma() ? estimate.sigma() : null,
            null);
    Path file =
        directory.resolve(String.format(Locale.ROOT, "%06d_%d.png", index, estimate.stampNanos()));
    write(file, PngEncoder.encode(picture));
  }

  private static void write(Path file, byte[] png) throws IOException {
    try {
      Files.write(file, png);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // That of a full disk does not say where.
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
