package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.sensor.MeasuredPoints;
import org.junit.jupiter.api.Test;

class ScanProjectionTest {
  private static final Intrinsics CAMERA = new Intrinsics(8, 6, 10, 10, 3.5, 2.5);

  @Test
  void aPointIsTheDepthOfThePixelItFallsOn() {
    // 2 m ahead, 0.1 m right and 0.3 m down: 3.5 + 0.5 and 2.5 + 1.5.
    FloatImage depth = projected(0.1f, 0.3f, 2);
    assertEquals(2, depth.data()[4 * 8 + 4]);
    assertEquals(1, known(depth));
  }

  @Test
  void theNearestHidesWhatIsBehindItOnAPixel() {
    FloatImage depth = projected(0.2f, 0.6f, 4, 0.1f, 0.3f, 2, 0.3f, 0.9f, 6);
    assertEquals(2, depth.data()[4 * 8 + 4]);
    assertEquals(1, known(depth));
  }

  @Test
  void whatIsBehindBesideOrNowhereIsLeftOut() {
    FloatImage depth =
        projected(0, 0, -2, 9, 0, 2, 0, -9, 2, Float.NaN, 0, 2, 0, 0, Float.NaN, 0, 0, 0);
    assertEquals(0, known(depth));
  }

  @Test
  void aPointHasThreeNumbers() {
    assertThrows(IllegalArgumentException.class, () -> new MeasuredPoints(new float[4], 2));
  }

  private static FloatImage projected(float... xyz) {
    FloatImage depth = new FloatImage();
    ScanProjection.project(new MeasuredPoints(xyz, xyz.length / 3), CAMERA, depth);
    assertTrue(depth.width() == 8 && depth.height() == 6);
    return depth;
  }

  private static int known(FloatImage depth) {
    int known = 0;
    for (int i = 0; i < depth.size(); i++) {
      known += Float.isNaN(depth.data()[i]) ? 0 : 1;
    }
    return known;
  }
}
