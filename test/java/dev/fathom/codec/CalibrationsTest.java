package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.Time;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.sensor.CameraCalibration;
import org.junit.jupiter.api.Test;

class CalibrationsTest {
  private static final Header HEADER = new Header(Time.ofNanos(5), "optical");
  private static final double[] K = {300, 0, 160, 0, 310, 120, 0, 0, 1};
  private static final double[] P = {280, 0, 158, -42, 0, 280, 119, 0, 0, 0, 1, 0};

  private static CameraInfo info(double[] k, int binning, RegionOfInterest roi) {
    double[] d = {-0.1, 0.02, 0, 0, 0};
    double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    return new CameraInfo(HEADER, 240, 320, "plumb_bob", d, k, r, P, binning, binning, roi);
  }

  @Test
  void everyFieldOfTheMessageArrives() {
    RegionOfInterest roi = new RegionOfInterest(40, 20, 160, 200, true);
    CameraCalibration calibration = Calibrations.of(info(K, 2, roi));
    assertEquals("optical", calibration.frameId());
    assertEquals(100, calibration.width());
    assertEquals(80, calibration.height());
    assertEquals(new Intrinsics(320, 240, 300, 310, 160, 120), calibration.full());
    assertEquals(
        new Intrinsics(100, 80, 140, 140, (158 - 40) / 2.0, (119 - 20) / 2.0),
        calibration.rectifiedIntrinsics());
    assertEquals(42.0 / 280, calibration.baselineMetres(), 1e-12);
    assertFalse(calibration.isRectified());
  }

  @Test
  void anUncalibratedCameraIsRefused() {
    RegionOfInterest whole = new RegionOfInterest(0, 0, 0, 0, false);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Calibrations.of(info(new double[9], 0, whole)));
    assertTrue(e.getMessage().contains("optical"), e.getMessage());
  }

  @Test
  void theRightCameraOfARectifiedPairKeepsItsBaseline() {
    Intrinsics camera = new Intrinsics(320, 240, 280, 280, 158, 119);
    CameraCalibration right = Calibrations.of(Calibrations.rectified(HEADER, camera, -42));
    assertEquals(0.15, right.baselineMetres(), 1e-12);
    assertTrue(right.isRectified());
  }
}
