package dev.fathom.sensor;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import java.util.Optional;

/**
 * Two cameras whose rectified images have matching rows.
 *
 * <p>Units: metres.
 *
 * @param left the camera that depth is given for
 * @param right the camera to its right, same size of image
 * @param baselineMetres distance of their centres
 * @param rectifiedFrame the frame of the rectified left image, where it is turned against that of
 *     the left camera by a rectification of our own; a rectification that came with the camera_info
 *     is published under the camera's frame, as ROS does
 */
public record StereoCalibration(
    CameraCalibration left,
    CameraCalibration right,
    double baselineMetres,
    Optional<RectifiedFrame> rectifiedFrame) {
  /** How far rectified rows and focal lengths may disagree. Units: pixels. */
  private static final double ROWS_MATCH_WITHIN = 0.5;

  public StereoCalibration {
    if (!(baselineMetres > 0) || Double.isInfinite(baselineMetres)) {
      throw new IllegalArgumentException(
          "the baseline must be positive, found "
              + baselineMetres
              + " m: are left and right swapped?");
    }
    Intrinsics l = left.rectifiedIntrinsics();
    Intrinsics r = right.rectifiedIntrinsics();
    if (l.width() != r.width() || l.height() != r.height()) {
      throw new IllegalArgumentException(
          String.format(
              "left and right images differ in size: %dx%d and %dx%d",
              l.width(), l.height(), r.width(), r.height()));
    }
    if (Math.abs(l.cy() - r.cy()) > ROWS_MATCH_WITHIN
        || Math.abs(l.fy() - r.fy()) > ROWS_MATCH_WITHIN
        || Math.abs(l.fx() - r.fx()) > ROWS_MATCH_WITHIN) {
      throw new IllegalArgumentException(
          "rows of the rectified images do not match: left " + l + ", right " + r);
    }
  }

  /** A pair whose depth lies in the frame of the left camera. */
  public StereoCalibration(CameraCalibration left, CameraCalibration right, double baselineMetres) {
    this(left, right, baselineMetres, Optional.empty());
  }

  /**
   * From two calibrations that were made as a pair: the right P holds the baseline, as −fx·b.
   * Refuses a pair without one; {@link #fromTransform} serves that.
   */
  public static StereoCalibration fromProjections(CameraCalibration left, CameraCalibration right) {
    double baseline = right.baselineMetres() - left.baselineMetres();
    if (baseline == 0) {
      throw new IllegalArgumentException(
          "P of the right camera '" + right.frameId() + "' carries no baseline");
    }
    return new StereoCalibration(left, right, baseline);
  }

  /** Whether {@link #fromProjections} has a baseline to work with. */
  public static boolean hasBaseline(CameraCalibration left, CameraCalibration right) {
    return right.baselineMetres() != left.baselineMetres();
  }

  /**
   * From two single cameras and where they are: new rectifications are computed, unless the cameras
   * already form a rectified pair.
   *
   * @param rightFromLeft maps points of the left optical frame to the right one
   */
  public static StereoCalibration fromTransform(
      CameraCalibration left, CameraCalibration right, RigidTransform rightFromLeft) {
    return StereoRectification.solve(left, right, rightFromLeft);
  }

  /** The frame that depth and points of this pair lie in. */
  public String frameId() {
    return rectifiedFrame.map(RectifiedFrame::child).orElse(left.frameId());
  }

  /** Focal length of the rectified left image. Units: pixels. */
  public double focalPixels() {
    return left.rectifiedIntrinsics().fx();
  }

  /** Disparity of a point at infinity: zero unless the principal points differ. Units: pixels. */
  public double disparityAtInfinity() {
    return left.rectifiedIntrinsics().cx() - right.rectifiedIntrinsics().cx();
  }

  /** The same pair with both delivered images stretched to another size. */
  public StereoCalibration resized(int newWidth, int newHeight) {
    return new StereoCalibration(
        left.resized(newWidth, newHeight),
        right.resized(newWidth, newHeight),
        baselineMetres,
        rectifiedFrame);
  }

  /** The same pair with the same rectangle of both delivered images only. */
  public StereoCalibration cropped(int x, int y, int newWidth, int newHeight) {
    return new StereoCalibration(
        left.cropped(x, y, newWidth, newHeight),
        right.cropped(x, y, newWidth, newHeight),
        baselineMetres,
        rectifiedFrame);
  }
}
