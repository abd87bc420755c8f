package dev.fathom.train.report;

import dev.fathom.depth.DepthColours;
import dev.fathom.depth.DepthRange;
import dev.fathom.depth.PngEncoder;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a network makes of held-out samples, as one picture: a row a sample, and in it image, truth,
 * prediction, σ and absolute error.
 *
 * <p>Truth and prediction share a scale, and so do σ and error: where σ is honest, the two last
 * columns look alike. Unknown is black.
 */
public final class HeldOutSheet {
  /** One sample; all maps of the image's size and in one unit. σ is NaN where there is none. */
  public record Row(Image8 image, FloatImage truth, FloatImage predicted, FloatImage sigma) {}

  private static final int GAP = 4;
  private static final int COLUMNS = 5;
  private static final byte WHITE = (byte) 255;

  private HeldOutSheet() {}

  /** Writes a PNG; nothing where there are no rows. */
  public static void write(Path file, List<Row> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    int width = rows.stream().mapToInt(row -> row.image().width()).max().orElseThrow();
    int height = rows.stream().mapToInt(row -> row.image().height() + GAP).sum();
    Image8 sheet = new Image8().reshape(COLUMNS * (width + GAP), height, 3);
    java.util.Arrays.fill(sheet.data(), WHITE);
    DepthColours depthColours = DepthColours.ofDepth();
    DepthColours sigmaColours = DepthColours.ofSigma();
    Image8 tile = new Image8();
    int top = 0;
    for (Row row : rows) {
      DepthRange range = DepthRange.of(row.truth());
      FloatImage error = error(row);
      DepthRange errors = DepthRange.of(error);
      put(row.image(), sheet, 0, top);
      depthColours.colourise(row.truth(), range, tile);
      put(tile, sheet, width + GAP, top);
      depthColours.colourise(row.predicted(), range, tile);
      put(tile, sheet, 2 * (width + GAP), top);
      sigmaColours.colourise(row.sigma(), errors, tile);
      put(tile, sheet, 3 * (width + GAP), top);
      sigmaColours.colourise(error, errors, tile);
      put(tile, sheet, 4 * (width + GAP), top);
      top += row.image().height() + GAP;
    }
    Files.write(file, PngEncoder.encode(sheet));
  }

  private static FloatImage error(Row row) {
    FloatImage error = new FloatImage().reshape(row.truth().width(), row.truth().height());
    for (int i = 0; i < error.size(); i++) {
      float difference = Math.abs(row.predicted().data()[i] - row.truth().data()[i]);
      error.data()[i] = Float.isFinite(difference) ? difference : Float.NaN;
    }
    return error;
  }

  private static void put(Image8 tile, Image8 sheet, int left, int top) {
    for (int y = 0; y < tile.height(); y++) {
      System.arraycopy(
          tile.data(),
          3 * y * tile.width(),
          sheet.data(),
          3 * ((top + y) * sheet.width() + left),
          3 * tile.width());
    }
  }
}
