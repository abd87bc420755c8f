package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
import org.jspecify.annotations.Nullable;

/**
 * The viewing ray of each pixel: a depth z at column u and row v is the point (z · columns[u], z ·
 * rows[v], z) in the optical frame. Computed when the camera changes.
 */
final class PixelRays {
  // With depths up to MAX_DEPTH no product of the two overflows to an infinity.
  private static final double MAX_SLOPE = 1e30;

  /** Depths beyond this are no measurement. Units: metres. */
  static final float MAX_DEPTH = 1e6f;

  private @Nullable Intrinsics intrinsics;
  float[] columns = new float[0];
  float[] rows = new float[0];

  void prepare(Intrinsics camera, int width, int height) {
    if (camera.width() != width || camera.height() != height) {
      throw new IllegalArgumentException(
          "depth is " + width + "x" + height + ", but the intrinsics are those of " + camera);
    }
    if (camera.equals(intrinsics)) {
      return;
    }
    columns = slopes(width, camera.cx(), camera.fx());
    rows = slopes(height, camera.cy(), camera.fy());
    intrinsics = camera;
  }

  private static float[] slopes(int count, double centre, double focal) {
    float[] slopes = new float[count];
    for (int i = 0; i < count; i++) {
      double slope = (i - centre) / focal;
      if (!(Math.abs(slope) <= MAX_SLOPE)) {
        throw new IllegalArgumentException(
            "not a camera: centre " + centre + ", focal length " + focal);
      }
      slopes[i] = (float) slope;
    }
    return slopes;
  }
}
