package dev.fathom.sensor;

import dev.fathom.image.ImageView;

/**
 * One image with its time and camera.
 *
 * @param stampNanos when the image was exposed
 * @param image the image as delivered
 * @param calibration the camera that took it
 */
public record MonoFrame(long stampNanos, ImageView image, CameraCalibration calibration) {
  public MonoFrame {
    requireSize(image, calibration);
  }

  static void requireSize(ImageView image, CameraCalibration calibration) {
    if (image.width() != calibration.width() || image.height() != calibration.height()) {
      throw new IllegalArgumentException(
          String.format(
              "image of '%s' is %dx%d, but its camera_info speaks of %dx%d",
              calibration.frameId(),
              image.width(),
              image.height(),
              calibration.width(),
              calibration.height()));
    }
  }
}
