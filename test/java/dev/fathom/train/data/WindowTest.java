package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static Image8 noise(int width, int height, long seed) {
    Image8 image = new Image8().reshape(width, height, 3);
    new Random(seed).nextBytes(image.data());
    return image;
  }

  @ParameterizedTest
  @CsvSource({"64, 48, 16, 12", "61, 47, 16, 12", "61, 47, 30, 8", "33, 70, 11, 23"})
  void shrinkingTakesTheMeanOfAFinelySampledArea(int w, int h, int outW, int outH) {
    Image8 from = noise(w, h, 3);
    Window window = Window.centred(w, h, outW, outH);
    byte[] to = new byte[outW * outH * 3];
    window.average(from, to, outW, outH);

    int fine = 40;
    for (int y = 0; y < outH; y++) {
      for (int x = 0; x < outW; x++) {
        double sum = 0;
        for (int i = 0; i < fine * fine; i++) {
          int row = i / fine;
          int column = i - row * fine;
          double u = window.left() + (x + (column + 0.5) / fine) * window.width() / outW;
          double v = window.top() + (y + (row + 0.5) / fine) * window.height() / outH;
          sum += from.data()[3 * (((int) v) * w + ((int) u))] & 0xff;
        }
        // The fine grid rounds the borders of the area to a fortieth of it.
        assertEquals(sum / (fine * fine), to[3 * (y * outW + x)] & 0xff, 6, x + ", " + y);
      }
    }
  }

  @Test
  void enlargingIsBilinear() {
    Image8 from = new Image8().reshape(2, 1, 1);
    from.data()[1] = (byte) 200;
    byte[] to = new byte[4];
    new Window(0, 0, 2, 1).average(from, to, 4, 1);
    assertArrayEquals(new byte[] {0, 50, (byte) 150, (byte) 200}, to);
  }

  @Test
  void theSameSizeIsTheSamePicture() {
    Image8 from = noise(20, 10, 5);
    byte[] to = new byte[600];
    Window.centred(20, 10, 20, 10).average(from, to, 20, 10);
    assertArrayEquals(Arrays.copyOf(from.data(), 600), to);
  }

  @ParameterizedTest
  @CsvSource({"640, 480, 128, 96", "640, 480, 160, 48", "500, 400, 61, 90"})
  void intrinsicsMovePointsAsPicturesMove(int w, int h, int outW, int outH) {
    Intrinsics camera = new Intrinsics(w, h, 500, 510, w * 0.48, h * 0.53);
    Window window = Window.centred(w, h, outW, outH).movedRight(3.25);
    Intrinsics seen = window.seen(camera, outW, outH);
    double x = 0.1;
    double y = -0.07;
    double u = camera.projectX(x, 1);
    double v = camera.projectY(y, 1);
    assertEquals(window.column(u, outW), seen.projectX(x, 1), 1e-9);
    assertEquals(window.row(v, outH), seen.projectY(y, 1), 1e-9);

    Image8 picture = new Image8().reshape(w, h, 1);
    for (int i = 0; i < picture.size(); i++) {
      // A smooth ramp shows where columns go.
      picture.data()[i] = (byte) (i % w * 200 / w);
    }
    byte[] to = new byte[outW * outH];
    window.average(picture, to, outW, outH);
    int column = (int) Math.round(seen.projectX(x, 1));
    double there = u + (column - seen.projectX(x, 1)) * window.width() / outW;
    assertEquals(there * 200 / w, to[outH / 2 * outW + column] & 0xff, 1.2);
  }

  @Test
  void depthIsTakenAndNeverMixed() {
    FloatImage from = new FloatImage().reshape(8, 8);
    for (int i = 0; i < 64; i++) {
      from.data()[i] = i % 8 < 4 ? 1 : 5;
    }
    float[] to = new float[9];
    Window.centred(8, 8, 3, 3).nearest(from, to, 3, 3);
    for (float depth : to) {
      assertTrue(depth == 1 || depth == 5, "found " + depth);
    }
  }

  @Test
  void theOnlyKnownDepthOfAnAreaIsFound() {
    FloatImage from = new FloatImage().reshape(12, 12);
    Arrays.fill(from.data(), Float.NaN);
    from.data()[5 * 12 + 6] = 7;
    float[] to = new float[9];
    Window.centred(12, 12, 3, 3).nearest(from, to, 3, 3);
    float[] expected = new float[9];
    Arrays.fill(expected, Float.NaN);
    expected[4] = 7;
    assertArrayEquals(expected, to);
  }

  @Test
  void outsideThePictureNothingIsKnown() {
    FloatImage from = new FloatImage().reshape(4, 4);
    Arrays.fill(from.data(), 2);
    float[] to = new float[4];
    new Window(-4, 0, 8, 4).nearest(from, to, 4, 1);
    assertArrayEquals(new float[] {Float.NaN, Float.NaN, 2, 2}, to);
  }
}
