package dev.fathom.sensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CameraCalibrationTest {
  private static final double[] EYE = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  private static final double[] K = {700, 0, 320, 0, 690, 240, 0, 0, 1};
  private static final double[] P = {650, 0, 310, -65, 0, 650, 235, 0, 0, 0, 1, 0};
  private static final double[] D = {-0.3, 0.1, 0.001, -0.001, 0};

  private static CameraCalibration of(
      String model, double[] d, double[] k, double[] r, double[] p) {
    return CameraCalibration.of("cam", 640, 480, model, d, k, r, p, 0, 0, 0, 0, 0, 0, false);
  }

  private static CameraCalibration windowed(int binX, int binY, int x, int y, int w, int h) {
    return CameraCalibration.of(
        "cam", 640, 480, "plumb_bob", D, K, EYE, P, binX, binY, x, y, w, h, true);
  }

  private static String refusal(Runnable runnable) {
    return assertThrows(IllegalArgumentException.class, runnable::run).toString();
  }

  @Test
  void matricesComeBackAsTheyWent() {
    CameraCalibration c = of("plumb_bob", D, K, EYE, P);
    assertArrayEquals(K, c.k());
    assertArrayEquals(EYE, c.r());
    assertArrayEquals(P, c.p());
    assertArrayEquals(D, c.distortion().coefficients());
    assertEquals(640, c.width());
    assertEquals(480, c.height());
  }

  @Test
  void baselineIsThatOfP() {
    assertEquals(0.1, of("plumb_bob", D, K, EYE, P).baselineMetres(), 1e-12);
    assertEquals(0, of("plumb_bob", D, K, EYE, new double[12]).baselineMetres());
  }

  @Test
  void regionOffsetsAreSubtractedBeforeBinningDivides() {
    CameraCalibration c = windowed(2, 4, 100, 40, 400, 320);
    assertEquals(200, c.width());
    assertEquals(80, c.height());
    assertEquals(
        new Intrinsics(200, 80, 350, 172.5, (320 - 100) / 2.0, (240 - 40) / 4.0),
        c.rawIntrinsics());
    assertEquals(
        new Intrinsics(200, 80, 325, 162.5, (310 - 100) / 2.0, (235 - 40) / 4.0),
        c.rectifiedIntrinsics());
  }

  @Test
  void baselineSurvivesWindowResizeAndCrop() {
    CameraCalibration c = windowed(2, 2, 100, 40, 400, 320);
    assertEquals(0.1, c.baselineMetres(), 1e-12);
    assertEquals(0.1, c.resized(77, 91).baselineMetres(), 1e-12);
    assertEquals(0.1, c.cropped(3, 4, 50, 60).baselineMetres(), 1e-12);
    assertEquals(0.1, c.rectified().baselineMetres(), 1e-12);
  }

  @Test
  void projectedPointStaysOnItsScenePointThroughResizeAndCrop() {
    Random random = new Random(2);
    CameraCalibration c = windowed(2, 2, 100, 40, 400, 320);
    for (int i = 0; i < 100; i++) {
      int w = 50 + random.nextInt(500);
      int h = 50 + random.nextInt(500);
      CameraCalibration changed = c.cropped(7, 9, 150, 120).resized(w, h);
      double x = random.nextGaussian();
      Intrinsics before = c.rectifiedIntrinsics();
      Intrinsics after = changed.rectifiedIntrinsics();
      assertEquals(
          (before.projectX(x, 3) - 7 + 0.5) / 150,
          (after.projectX(x, 3) + 0.5) / w,
          1e-12,
          "seed 2");
      assertEquals(
          (c.rawIntrinsics().projectY(x, 3) - 9 + 0.5) / 120,
          (changed.rawIntrinsics().projectY(x, 3) + 0.5) / h,
          1e-12,
          "seed 2");
    }
  }

  @Test
  void onlyACameraThatMovesNoPixelIsRectified() {
    double[] plainP = {700, 0, 320, -70, 0, 690, 240, 0, 0, 0, 1, 0};
    double[] turned = Rotation.about(new Vector3(0, 1, 0), 0.01).toMatrix();
    double[] none = new double[5];
    assertTrue(of("plumb_bob", none, K, EYE, plainP).isRectified());
    assertTrue(of("plumb_bob", none, K, new double[9], new double[12]).isRectified());
    assertFalse(of("plumb_bob", D, K, EYE, plainP).isRectified());
    assertFalse(of("plumb_bob", none, K, turned, plainP).isRectified());
    assertFalse(of("plumb_bob", none, K, EYE, P).isRectified());
    assertFalse(of("equidistant", new double[4], K, EYE, plainP).isRectified());
    assertTrue(of("plumb_bob", D, K, turned, P).rectified().isRectified());
  }

  @Test
  void uncalibratedCameraIsNamed() {
    String message = refusal(() -> of("plumb_bob", D, new double[9], EYE, P));
    assertTrue(message.contains("'cam'") && message.contains("not calibrated"), message);
  }

  @Test
  void wrongLengthsModelsAndMatricesAreRefused() {
    assertTrue(refusal(() -> of("plumb_bob", D, new double[8], EYE, P)).contains("K must have 9"));
    assertTrue(refusal(() -> of("plumb_bob", D, K, EYE, K)).contains("P must have 12"));
    assertTrue(refusal(() -> of("plumb_bob", D, K, new double[3], P)).contains("R must have 9"));
    assertTrue(refusal(() -> of("tangent", D, K, EYE, P)).contains("'tangent'"));
    double[] stretched = {2, 0, 0, 0, 1, 0, 0, 0, 1};
    assertTrue(refusal(() -> of("plumb_bob", D, K, stretched, P)).contains("no rotation"));
    double[] skewed = {700, 3, 320, 0, 690, 240, 0, 0, 1};
    assertTrue(refusal(() -> of("plumb_bob", D, skewed, EYE, P)).contains("skew 3.0"));
  }

  @Test
  void windowOutsideTheImageIsRefused() {
    assertTrue(refusal(() -> windowed(1, 1, 300, 0, 400, 480)).contains("outside"));
    assertTrue(refusal(() -> windowed(8, 1, 0, 0, 4, 480)).contains("nothing is left"));
  }
}
