package dev.fathom.train.data.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector2;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.sensor.CameraCalibration;
import org.junit.jupiter.api.Test;

class RectifiedDepthTest {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 60;

  private static CameraCalibration calibration(Rotation rectification) {
    double[] k = {70, 0, 40, 0, 70, 30, 0, 0, 1};
    double[] p = {70, 0, 40, 0, 0, 70, 30, 0, 0, 0, 1, 0};
    return CameraCalibration.of(
        "camera",
        WIDTH,
        HEIGHT,
        "plumb_bob",
        new double[] {-0.2, 0.05, 0, 0, 0},
        k,
        rectification.toMatrix(),
        p,
        0,
        0,
        0,
        0,
        0,
        0,
        false);
  }

  @Test
  void aPlaneStaysThePlaneThatTheTurnedCameraSees() {
    CameraCalibration calibration = calibration(Rotation.about(new Vector3(0.3, 1, 0.2), 0.06));
    Vector3 normal = new Vector3(0.1, -0.2, 1);
    double distance = 4;
    Intrinsics raw = calibration.rawIntrinsics();
    FloatImage depth = new FloatImage().reshape(WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int row = i / WIDTH;
      Vector2 ideal =
          calibration
              .distortion()
              .undistort((i - row * WIDTH - raw.cx()) / raw.fx(), (row - raw.cy()) / raw.fy())
              .orElseThrow();
      depth.data()[i] =
          (float) (distance / (normal.x() * ideal.x() + normal.y() * ideal.y() + normal.z()));
    }
    FloatImage out = new RectifiedDepth(calibration).rectify(depth);

    Vector3 turned = calibration.rectification().rotate(normal);
    Intrinsics camera = calibration.rectifiedIntrinsics();
    int known = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int row = i / WIDTH;
      double x = (i - row * WIDTH - camera.cx()) / camera.fx();
      double y = (row - camera.cy()) / camera.fy();
      double expected = distance / (turned.x() * x + turned.y() * y + turned.z());
      if (!Float.isNaN(out.data()[i])) {
        known++;
        // Half a pixel of the nearest one is 0.007 of a ray.
        assertEquals(expected, out.data()[i], 0.01 * expected, "pixel " + i);
      }
    }
    assertTrue(known > 0.7 * WIDTH * HEIGHT, "known: " + known);
    assertTrue(known < WIDTH * HEIGHT, "the turned camera sees beyond the picture");
  }

  @Test
  void anotherSizeIsRefused() {
    RectifiedDepth rectified = new RectifiedDepth(calibration(Rotation.IDENTITY));
    assertThrows(
        IllegalArgumentException.class, () -> rectified.rectify(new FloatImage().reshape(40, 30)));
  }
}
