package dev.fathom.rectify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector2;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.Image8;
import dev.fathom.sensor.CameraCalibration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RectifierTest {
  private static final double[] K = {300, 0, 158, 0, 298, 121, 0, 0, 1};
  private static final double[] P = {260, 0, 160, 0, 0, 260, 120, 0, 0, 0, 1, 0};

  private static CameraCalibration camera(String model, int binning, int x, int y, int w, int h) {
    double[] d =
        switch (model) {
          case "plumb_bob" -> new double[] {-0.28, 0.07, 0.0002, 0.0001, 0};
          case "rational_polynomial" -> new double[] {0.5, -2.4, 6e-4, -2e-4, 1.4, 0.4, -2.3, 1.3};
          default -> new double[] {-0.01, 0.02, -0.01, 0.002};
        };
    double[] r = Rotation.about(new Vector3(0.2, 1, 0.1), 0.02).toMatrix();
    return CameraCalibration.of(
        "cam", 320, 240, model, d, K, r, P, binning, binning, x, y, w, h, false);
  }

  /** A scene with soft structure: bilinear sampling of it is off by less than a grey level. */
  private static double scene(double x, double y) {
    return 128 + 60 * Math.sin(x / 9) + 50 * Math.cos(y / 11 + x / 40);
  }

  private static Image8 sceneAsSeen(CameraCalibration c, int channels) {
    Image8 image = new Image8().reshape(c.width(), c.height(), channels);
    for (int y = 0; y < c.height(); y++) {
      for (int x = 0; x < c.width(); x++) {
        for (int k = 0; k < channels; k++) {
          image.data()[(y * c.width() + x) * channels + k] = (byte) Math.round(scene(x, y) - 9 * k);
        }
      }
    }
    return image;
  }

  /** Where the delivered image shows the ray of a rectified pixel: our own camera model. */
  private static Vector2 source(CameraCalibration c, int u, int v) {
    Intrinsics p = c.rectifiedIntrinsics();
    Intrinsics k = c.rawIntrinsics();
    Vector3 ray =
        c.rectification()
            .inverse()
            .rotate(new Vector3((u - p.cx()) / p.fx(), (v - p.cy()) / p.fy(), 1));
    Vector2 seen = c.distortion().distort(ray.x() / ray.z(), ray.y() / ray.z());
    return new Vector2(k.projectX(seen.x(), 1), k.projectY(seen.y(), 1));
  }

  @ParameterizedTest
  @CsvSource({
    "plumb_bob, 1, 0, 0, 320, 240, 1",
    "plumb_bob, 1, 0, 0, 320, 240, 3",
    "rational_polynomial, 1, 0, 0, 320, 240, 1",
    "equidistant, 1, 0, 0, 320, 240, 1",
    "plumb_bob, 2, 0, 0, 320, 240, 1",
    "equidistant, 1, 40, 20, 201, 151, 1"
  })
  void everyPixelShowsWhatTheCameraModelSaysItSees(
      String model, int binning, int x, int y, int w, int h, int channels) {
    CameraCalibration c = camera(model, binning, x, y, w, h);
    Image8 out = new Image8();
    try (Rectifier rectifier = new Rectifier(c)) {
      assertFalse(rectifier.isIdentity());
      assertEquals(c.rectifiedIntrinsics(), rectifier.rectified());
      rectifier.rectify(sceneAsSeen(c, channels), out);
    }
    int compared = 0;
    for (int v = 0; v < c.height(); v++) {
      for (int u = 0; u < c.width(); u++) {
        Vector2 at = source(c, u, v);
        boolean inside =
            at.x() > 0 && at.y() > 0 && at.x() < c.width() - 1 && at.y() < c.height() - 1;
        for (int k = 0; inside && k < channels; k++) {
          int value = out.data()[(v * c.width() + u) * channels + k] & 255;
          // Maps are rounded to 1/32 pixel, and the scene changes by at most 7 a pixel.
          assertEquals(scene(at.x(), at.y()) - 9 * k, value, 2, "at " + u + ", " + v);
          compared++;
        }
      }
    }
    assertTrue(compared > c.width() * c.height() * channels / 2);
  }

  @Test
  void rectifiedCameraIsCopied() {
    CameraCalibration c = CameraCalibration.pinhole("cam", new Intrinsics(33, 21, 30, 30, 16, 10));
    Image8 source = new Image8().reshape(33, 21, 3);
    new Random(1).nextBytes(source.data());
    Image8 out = new Image8();
    try (Rectifier rectifier = new Rectifier(c)) {
      assertTrue(rectifier.isIdentity());
      rectifier.rectify(source, out);
      assertArrayEquals(source.data(), Arrays.copyOf(out.data(), out.size()));
      assertEquals(255, rectifier.coverage().data()[0] & 255);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plumb_bob", "equidistant"})
  void coverageIsWhereTheCameraSaw(String model) {
    CameraCalibration c = camera(model, 1, 0, 0, 320, 240);
    try (Rectifier rectifier = new Rectifier(c)) {
      Image8 coverage = rectifier.coverage();
      for (int v = 0; v < 240; v++) {
        for (int u = 0; u < 320; u++) {
          Vector2 at = source(c, u, v);
          double margin = Math.min(Math.min(at.x(), at.y()), Math.min(319 - at.x(), 239 - at.y()));
          if (Math.abs(margin) > 0.1) {
            assertEquals(margin > 0 ? 255 : 0, coverage.data()[v * 320 + u] & 255);
          }
        }
      }
    }
  }

  @Test
  void greyAndColourMayAlternate() {
    CameraCalibration c = camera("plumb_bob", 1, 0, 0, 320, 240);
    Image8 grey = new Image8();
    Image8 colour = new Image8();
    try (Rectifier rectifier = new Rectifier(c)) {
      rectifier.rectify(sceneAsSeen(c, 1), grey);
      rectifier.rectify(sceneAsSeen(c, 3), colour);
      byte[] first = grey.data().clone();
      rectifier.rectify(sceneAsSeen(c, 1), grey);
      assertArrayEquals(first, grey.data());
      for (int i = 0; i < grey.size(); i++) {
        assertEquals(grey.data()[i], colour.data()[3 * i]);
      }
    }
  }

  @Test
  void imagesOfAnotherSizeAndThemselvesAreRefused() {
    try (Rectifier rectifier = new Rectifier(camera("plumb_bob", 1, 0, 0, 320, 240))) {
      Image8 small = new Image8().reshape(319, 240, 1);
      String message =
          assertThrows(IllegalArgumentException.class, () -> rectifier.rectify(small, new Image8()))
              .toString();
      assertTrue(message.contains("319x240") && message.contains("320x240"), message);
      Image8 image = new Image8().reshape(320, 240, 1);
      assertThrows(IllegalArgumentException.class, () -> rectifier.rectify(image, image));
    }
  }
}
