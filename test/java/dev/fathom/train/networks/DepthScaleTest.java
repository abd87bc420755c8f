package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DepthScaleTest {
  private static final DepthScale SCALE = new DepthScale(0.25, 80, 100);

  @Test
  void theRangeMapsToZeroAndOneAtTheCanonicalFocalLength() {
    assertEquals(0, SCALE.normalised(0.25f, 100), 1e-6);
    assertEquals(1, SCALE.normalised(80f, 100), 1e-6);
    assertEquals(0.5, SCALE.normalised((float) Math.sqrt(0.25 * 80), 100), 1e-6);
  }

  @Test
  void metresUndoesNormalisedForEveryLens() {
    for (double focal : new double[] {50, 100, 260}) {
      for (float metres : new float[] {0.8f, 3f, 25f}) {
        assertEquals(metres, SCALE.metres(SCALE.normalised(metres, focal), focal), metres * 1e-5);
      }
    }
  }

  @Test
  void twiceTheFocalLengthMakesTheSamePictureTwiceAsFar() {
    assertEquals(SCALE.normalised(3f, 100), SCALE.normalised(6f, 200), 1e-7);
  }

  @Test
  void skyIsTheFarEndAndUnknownStaysUnknown() {
    assertEquals(1, SCALE.normalised(Float.POSITIVE_INFINITY, 100));
    assertEquals(0, SCALE.normalised(0.01f, 100));
    assertTrue(Float.isNaN(SCALE.normalised(Float.NaN, 100)));
  }

  @Test
  void rangesMustBePositiveAndInOrder() {
    assertThrows(IllegalArgumentException.class, () -> new DepthScale(0, 80, 100));
    assertThrows(IllegalArgumentException.class, () -> new DepthScale(5, 5, 100));
    assertThrows(IllegalArgumentException.class, () -> new DepthScale(1, 80, 0));
  }
}
