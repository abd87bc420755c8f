package dev.fathom.eval;

import dev.fathom.image.FloatImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Data with published figures, which lies beside the project where it is available. */
public final class ReferenceData {
  private static final Path DATA = Path.of("..", "shared", "data");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([\\d, ]+)\\)");

  private ReferenceData() {}

  /** A file or folder; the test is skipped, and says so, where it is absent. */
  public static Path require(String path) {
    Path file = DATA.resolve(path);
    if (!Files.exists(file)) {
      System.out.println("skipped: reference data " + file + " is not there");
    }
    Assumptions.assumeTrue(Files.exists(file), () -> "reference data " + file + " is not there");
    return file;
  }

  /**
   * The last two dimensions of a NumPy file of little-endian float32 in C order.
   *
   * <p>Source: the NPY format, version 1.0.
   */
  static FloatImage npy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = bytes.getShort(8);
    String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
    Matcher shape = SHAPE.matcher(header);
    if (!header.contains("'<f4'") || !header.contains("'fortran_order': False") || !shape.find()) {
      throw new IOException(file + " is no float32 image: " + header);
    }
    String[] sides = shape.group(1).split("[, ]+", -1);
    FloatImage image =
        new FloatImage()
            .reshape(
                Integer.parseInt(sides[sides.length - 1]),
                Integer.parseInt(sides[sides.length - 2]));
    bytes.position(10 + headerLength);
    bytes.asFloatBuffer().get(image.data(), 0, image.size());
    return image;
  }
}
