package dev.fathom.pipeline;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Vector2;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import dev.fathom.sensor.CameraCalibration;
import java.util.Optional;

/**
 * A wall parallel to the rectified images, painted with soft blotches, as any camera sees it: by
 * our own camera model, of which OpenCV's rectification knows nothing.
 *
 * @param metres distance along z
 * @param blotchMetres size of a blotch
 */
record TexturedWall(double metres, double blotchMetres) {
  /** The picture of a camera whose rectified frame lies {@code x} metres right of the origin. */
  ImageView seenBy(CameraCalibration camera, double x, PixelEncoding encoding) {
    int pixelBytes = encoding.bytesPerPixel();
    int step = camera.width() * pixelBytes;
    byte[] bytes = new byte[step * camera.height()];
    Intrinsics raw = camera.rawIntrinsics();
    for (int v = 0; v < camera.height(); v++) {
      for (int u = 0; u < camera.width(); u++) {
        Optional<Vector2> onLens =
            camera.distortion().undistort((u - raw.cx()) / raw.fx(), (v - raw.cy()) / raw.fy());
        if (onLens.isPresent()) {
          Vector2 p = onLens.get();
          Vector3 ray = camera.rectification().rotate(new Vector3(p.x(), p.y(), 1));
          double scale = metres / ray.z();
          byte grey = (byte) Math.round(grey(x + ray.x() * scale, ray.y() * scale));
          for (int c = 0; c < pixelBytes; c++) {
            bytes[v * step + u * pixelBytes + c] = grey;
          }
        }
      }
    }
    return new ImageView(
        encoding, camera.width(), camera.height(), step, false, bytes, 0, bytes.length);
  }

  /** Noise of random values on a grid, smoothly joined: nothing repeats, every row has texture. */
  double grey(double x, double y) {
    double gx = x / blotchMetres;
    double gy = y / blotchMetres;
    long ix = (long) Math.floor(gx);
    long iy = (long) Math.floor(gy);
    double fx = smooth(gx - ix);
    double fy = smooth(gy - iy);
    double top = (1 - fx) * knot(ix, iy) + fx * knot(ix + 1, iy);
    double bottom = (1 - fx) * knot(ix, iy + 1) + fx * knot(ix + 1, iy + 1);
    return 20 + 210 * ((1 - fy) * top + fy * bottom);
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double knot(long x, long y) {
    long h = x * 0x9E3779B97F4A7C15L ^ y * 0xC2B2AE3D27D4EB4FL;
    h = (h ^ h >>> 31) * 0xBF58476D1CE4E5B9L;
    h ^= h >>> 29;
    return (h & 0xFFFF) / 65535.0;
  }
}
