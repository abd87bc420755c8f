package dev.fathom.pipeline;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.sensor.MeasuredPoints;
import java.util.Arrays;

/**
 * Measured points as depth of a camera's pixels; of several on one pixel the nearest.
 *
 * <p>A point that the camera does not see for something before it stays, unless they share a pixel.
 */
final class ScanProjection {
  private ScanProjection() {}

  /**
   * Fills {@code out} with the points' depth.
   *
   * <p>Units: metres. Invalid: {@link Depth#UNKNOWN} where no point falls.
   *
   * @param camera at the size that {@code out} gets
   */
  static void project(MeasuredPoints points, Intrinsics camera, FloatImage out) {
    out.reshape(camera.width(), camera.height());
    float[] depth = out.data();
    Arrays.fill(depth, 0, out.size(), Depth.UNKNOWN);
    float[] xyz = points.xyz();
    for (int i = 0; i < 3 * points.count(); i += 3) {
      float z = xyz[i + 2];
      double x = Math.rint(xyz[i] / z * camera.fx() + camera.cx());
      double y = Math.rint(xyz[i + 1] / z * camera.fy() + camera.cy());
      // Written so that NaN is outside.
      if (z > 0 && x >= 0 && x < camera.width() && y >= 0 && y < camera.height()) {
        int at = (int) y * camera.width() + (int) x;
        if (!(depth[at] < z)) {
          depth[at] = z;
        }
      }
    }
  }
}
