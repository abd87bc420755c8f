package dev.fathom.train.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutSheetTest {
  private static final int WIDTH = 20;
  private static final int HEIGHT = 10;

  private final Path folder;

  HeldOutSheetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aPerfectPredictionLooksLikeItsTruthAndAMissingSigmaIsBlack() throws IOException {
    Path file = folder.resolve("sheet.png");
    FloatImage depth = ramp(1);
    HeldOutSheet.write(
        file, List.of(new HeldOutSheet.Row(grey(), depth, depth, filled(Float.NaN))));
    var sheet = ImageIO.read(file.toFile());
    assertEquals(5 * (WIDTH + 4), sheet.getWidth());
    int[] truth = column(sheet, 1);
    assertArrayEquals(truth, column(sheet, 2));
    assertFalse(Arrays.equals(truth, column(sheet, 3)));
    assertEquals(0xff000000, column(sheet, 3)[0]);
  }

  @Test
  void withoutRowsNothingIsWritten() throws IOException {
    Path file = folder.resolve("none.png");
    HeldOutSheet.write(file, List.of());
    assertFalse(Files.exists(file));
  }

  private static int[] column(java.awt.image.BufferedImage sheet, int column) {
    return sheet.getRGB(column * (WIDTH + 4), 0, WIDTH, HEIGHT, null, 0, WIDTH);
  }

  private static Image8 grey() {
    Image8 image = new Image8().reshape(WIDTH, HEIGHT, 3);
    Arrays.fill(image.data(), (byte) 90);
    return image;
  }

  private static FloatImage ramp(float step) {
    FloatImage ramp = new FloatImage().reshape(WIDTH, HEIGHT);
    for (int i = 0; i < ramp.size(); i++) {
      ramp.data()[i] = 1 + step * i;
    }
    return ramp;
  }

  private static FloatImage filled(float value) {
    FloatImage image = new FloatImage().reshape(WIDTH, HEIGHT);
    Arrays.fill(image.data(), value);
    return image;
  }
}
