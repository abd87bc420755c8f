package dev.fathom.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final CameraCalibration CAMERA =
      CameraCalibration.pinhole("cam", new Intrinsics(8, 6, 10, 10, 4, 3));

  private static ImageView image(int width, int height) {
    byte[] bytes = new byte[width * height];
    return new ImageView(PixelEncoding.MONO8, width, height, width, false, bytes, 0, bytes.length);
  }

  @Test
  void imageOfTheCameraIsTaken() {
    assertEquals(5, new MonoFrame(5, image(8, 6), CAMERA).stampNanos());
    StereoCalibration pair = new StereoCalibration(CAMERA, CAMERA, 0.1);
    assertEquals(7, new StereoFrame(7, image(8, 6), image(8, 6), pair).stampNanos());
  }

  @Test
  void imageOfAnotherSizeIsRefusedWithBothSizes() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new MonoFrame(5, image(8, 5), CAMERA))
            .toString();
    assertTrue(message.contains("8x5") && message.contains("8x6"), message);
    StereoCalibration pair = new StereoCalibration(CAMERA, CAMERA, 0.1);
    assertThrows(
        IllegalArgumentException.class, () -> new StereoFrame(7, image(8, 6), image(6, 6), pair));
  }
}
