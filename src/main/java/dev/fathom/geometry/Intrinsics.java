package dev.fathom.geometry;

import java.util.Locale;

/**
 * A pinhole camera without distortion.
 *
 * <p>Frame: optical (REP 103): x right, y down, z forward. Units: pixels. The centre of the top
 * left pixel is (0, 0), as in ROS and OpenCV, so that a picture of width w spans −0.5 … w − 0.5.
 *
 * @param width image width
 * @param height image height
 * @param fx focal length along x
 * @param fy focal length along y
 * @param cx principal point, x
 * @param cy principal point, y
 */
public record Intrinsics(int width, int height, double fx, double fy, double cx, double cy) {
  public Intrinsics {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "image size must be positive, found " + width + "x" + height);
    }
    if (!(fx > 0 && fy > 0) || Double.isInfinite(fx) || Double.isInfinite(fy)) {
      throw new IllegalArgumentException(
          "focal lengths must be positive, found fx=" + fx + " fy=" + fy);
    }
    if (!Double.isFinite(cx) || !Double.isFinite(cy)) {
      throw new IllegalArgumentException(
          "principal point must be finite, found (" + cx + ", " + cy + ")");
    }
  }

  /**
   * The same camera seen at another resolution: the whole picture is stretched to {@code newWidth ×
   * newHeight}.
   */
  public Intrinsics resized(int newWidth, int newHeight) {
    double sx = (double) newWidth / width;
    double sy = (double) newHeight / height;
    return new Intrinsics(
        newWidth, newHeight, fx * sx, fy * sy, (cx + 0.5) * sx - 0.5, (cy + 0.5) * sy - 0.5);
  }

  /**
   * The same camera, of which only the rectangle with top left pixel (x, y) is kept; the rectangle
   * may reach outside.
   */
  public Intrinsics cropped(int x, int y, int newWidth, int newHeight) {
    return new Intrinsics(newWidth, newHeight, fx, fy, cx - x, cy - y);
  }

  /** Column of the point's image. {@code z} must be positive. */
  public double projectX(double x, double z) {
    return fx * x / z + cx;
  }

  /** Row of the point's image. {@code z} must be positive. */
  public double projectY(double y, double z) {
    return fy * y / z + cy;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "a camera of %dx%d pixels with fx %.6g, fy %.6g, cx %.6g, cy %.6g",
        width,
        height,
        fx,
        fy,
        cx,
        cy);
  }
}
