package dev.fathom.sensor;

import dev.fathom.image.ImageView;

/**
 * Two images taken at one time by a pair of cameras.
 *
 * @param stampNanos when the left image was exposed
 * @param left the left image as delivered
 * @param right the right image as delivered
 * @param calibration the cameras that took them
 */
public record StereoFrame(
    long stampNanos, ImageView left, ImageView right, StereoCalibration calibration) {
  public StereoFrame {
    MonoFrame.requireSize(left, calibration.left());
    MonoFrame.requireSize(right, calibration.right());
  }
}
