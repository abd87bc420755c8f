package dev.fathom.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntrinsicsTest {
  private static final Intrinsics CAMERA = new Intrinsics(640, 480, 610, 605, 318.2, 243.9);

  @Test
  void projectedPointStaysOnItsScenePointThroughResizeAndCrop() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double z = 1 + random.nextDouble() * 9;
      double x = (random.nextDouble() - 0.5) * z;
      double y = (random.nextDouble() - 0.5) * z;
      int w = 100 + random.nextInt(900);
      int h = 80 + random.nextInt(900);
      Intrinsics small = CAMERA.cropped(12, 30, 500, 400).resized(w, h);
      // Edges of the picture, at −0.5 and width − 0.5, are what a resize keeps in place.
      double u = (CAMERA.projectX(x, z) - 12 + 0.5) / 500;
      double v = (CAMERA.projectY(y, z) - 30 + 0.5) / 400;
      assertEquals(u, (small.projectX(x, z) + 0.5) / w, 1e-12, "seed 1");
      assertEquals(v, (small.projectY(y, z) + 0.5) / h, 1e-12, "seed 1");
    }
  }

  @Test
  void resizeThereAndBackIsTheSameCamera() {
    Intrinsics back = CAMERA.resized(160, 96).resized(640, 480);
    assertEquals(CAMERA.cx(), back.cx(), 1e-9);
    assertEquals(CAMERA.cy(), back.cy(), 1e-9);
    assertEquals(CAMERA.fx(), back.fx(), 1e-9);
    assertEquals(CAMERA.fy(), back.fy(), 1e-9);
  }

  @Test
  void impossibleCamerasAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Intrinsics(0, 480, 1, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Intrinsics(640, 480, 0, 1, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Intrinsics(640, 480, 1, Double.NaN, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Intrinsics(640, 480, 1, 1, Double.POSITIVE_INFINITY, 0));
  }
}
