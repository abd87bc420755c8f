package dev.fathom.sensor;

import dev.fathom.image.ImageView;
import org.jspecify.annotations.Nullable;

/**
 * One image with its time and camera.
 *
 * @param stampNanos when the image was exposed
 * @param image the image as delivered
 * @param calibration the camera that took it
 * @param measured depth that another sensor gave; null: none
 */
public record MonoFrame(
    long stampNanos,
    ImageView image,
    CameraCalibration calibration,
    @Nullable MeasuredPoints measured) {
  public MonoFrame {
    requireSize(image, calibration);
  }

  /** An image alone. */
  public MonoFrame(long stampNanos, ImageView image, CameraCalibration calibration) {
    this(stampNanos, image, calibration, null);
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
