package dev.fathom.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How values read in messages for users. */
class ReadableValuesTest {
  @Test
  void vectorsAndCamerasReadLikeWhatTheyAre() {
    assertEquals("(0.5372, 0.000, -1.000)", new Vector3(0.537165, 0, -1).toString());
    assertEquals("(-386.1, 0.000)", new Vector2(-386.1448, 0).toString());
    assertEquals(
        "a camera of 640x480 pixels with fx 500.250, fy 500.000, cx 319.500, cy 239.500",
        new Intrinsics(640, 480, 500.25, 500, 319.5, 239.5).toString());
  }
}
