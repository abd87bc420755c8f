package dev.fathom.train.data.recording;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Vector2;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.sensor.CameraCalibration;
import java.util.Arrays;

/**
 * Depth that is registered with a distorted picture, as the rectified camera sees it.
 *
 * <p>The nearest pixel is taken; where the rectified camera is turned, depth along its own axis.
 * Invalid: NaN where the lens shows nothing.
 */
final class RectifiedDepth {
  private static final int NOWHERE = -1;

  private final int width;
  private final int height;
  private final int[] pixel;
  private final float[] factor;

  RectifiedDepth(CameraCalibration calibration) {
    width = calibration.width();
    height = calibration.height();
    pixel = new int[width * height];
    factor = new float[pixel.length];
    Intrinsics raw = calibration.rawIntrinsics();
    Intrinsics rectified = calibration.rectifiedIntrinsics();
    Arrays.fill(pixel, NOWHERE);
    for (int i = 0; i < pixel.length; i++) {
      int row = i / width;
      double x = (i - row * width - rectified.cx()) / rectified.fx();
      double y = (row - rectified.cy()) / rectified.fy();
      Vector3 ray = calibration.rectification().inverse().rotate(new Vector3(x, y, 1));
      if (ray.z() > 0) {
        Vector2 seen = calibration.distortion().distort(ray.x() / ray.z(), ray.y() / ray.z());
        long u = Math.round(raw.fx() * seen.x() + raw.cx());
        long v = Math.round(raw.fy() * seen.y() + raw.cy());
        if (u >= 0 && v >= 0 && u < width && v < height) {
          pixel[i] = (int) (v * width + u);
          factor[i] = (float) (1 / ray.z());
        }
      }
    }
  }

  FloatImage rectify(FloatImage depth) {
    if (depth.width() != width || depth.height() != height) {
      throw new IllegalArgumentException(
          String.format(
              "depth is %dx%d, expected %dx%d as the picture that it is registered with",
              depth.width(), depth.height(), width, height));
    }
    FloatImage out = new FloatImage().reshape(width, height);
    for (int i = 0; i < pixel.length; i++) {
      out.data()[i] = pixel[i] == NOWHERE ? Float.NaN : depth.data()[pixel[i]] * factor[i];
    }
    return out;
  }
}
