package dev.fathom.codec;

import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.sensor.CameraCalibration;

/** Between sensor_msgs/CameraInfo and our camera calibration. */
public final class Calibrations {
  private static final int PLUMB_BOB_COEFFICIENTS = 5;

  private Calibrations() {}

  /**
   * Reads a message; an uncalibrated camera (K of zeros) and contradictions are refused with what
   * was found.
   */
  public static CameraCalibration of(CameraInfo info) {
    RegionOfInterest roi = info.roi();
    return CameraCalibration.of(
        info.header().frameId(),
        info.width(),
        info.height(),
        info.distortionModel(),
        info.d(),
        info.k(),
        info.r(),
        info.p(),
        info.binningX(),
        info.binningY(),
        roi.xOffset(),
        roi.yOffset(),
        roi.width(),
        roi.height(),
        roi.doRectify());
  }

  /**
   * The message for a rectified image of this camera.
   *
   * @param shift P's fourth column: −fx·baseline for the right camera of a pair, 0 for others.
   *     Units: pixels · metres
   */
  public static CameraInfo rectified(Header header, Intrinsics camera, double shift) {
    return new CameraInfo(
        header,
        camera.height(),
        camera.width(),
        "plumb_bob",
        new double[PLUMB_BOB_COEFFICIENTS],
        new double[] {camera.fx(), 0, camera.cx(), 0, camera.fy(), camera.cy(), 0, 0, 1},
        new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
        new double[] {
          camera.fx(), 0, camera.cx(), shift, 0, camera.fy(), camera.cy(), 0, 0, 0, 1, 0
        },
        0,
        0,
        new RegionOfInterest(0, 0, 0, 0, false));
  }

  /** The same camera at another time; the matrices are shared. */
  public static CameraInfo at(Header header, CameraInfo info) {
    return new CameraInfo(
        header,
        info.height(),
        info.width(),
        info.distortionModel(),
        info.d(),
        info.k(),
        info.r(),
        info.p(),
        info.binningX(),
        info.binningY(),
        info.roi());
  }
}
