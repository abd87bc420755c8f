package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;

/**
 * A rectangle of a picture, to be seen at another size.
 *
 * <p>Units: pixels of the picture, from its top left corner, so that the picture spans 0 … width
 * and pixel i spans i … i + 1. The rectangle may reach outside.
 */
record Window(double left, double top, double width, double height) {
  Window {
    if (!(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          "a window must have a size, found " + width + "x" + height);
    }
  }

  /** The largest window about a picture's middle with the aspect of {@code outWidth:outHeight}. */
  static Window centred(int width, int height, int outWidth, int outHeight) {
    double aspect = (double) outWidth / outHeight;
    double w = Math.min(width, height * aspect);
    double h = Math.min(height, width / aspect);
    return new Window((width - w) / 2, (height - h) / 2, w, h);
  }

  Window movedRight(double columns) {
    return new Window(left + columns, top, width, height);
  }

  /** The same part of the view in a picture of it that has another size. */
  Window scaled(double alongX, double alongY) {
    return new Window(left * alongX, top * alongY, width * alongX, height * alongY);
  }

  /** The camera of the window at a size. */
  Intrinsics seen(Intrinsics camera, int outWidth, int outHeight) {
    double sx = outWidth / width;
    double sy = outHeight / height;
    return new Intrinsics(
        outWidth,
        outHeight,
        camera.fx() * sx,
        camera.fy() * sy,
        (camera.cx() + 0.5 - left) * sx - 0.5,
        (camera.cy() + 0.5 - top) * sy - 0.5);
  }

  /** Where column {@code u} of the picture, counted by pixel centres, lies at a size. */
  double column(double u, int outWidth) {
    return (u + 0.5 - left) * outWidth / width - 0.5;
  }

  /** Where row {@code v} of the picture, counted by pixel centres, lies at a size. */
  double row(double v, int outHeight) {
    return (v + 0.5 - top) * outHeight / height - 0.5;
  }

  /**
   * The mean of the area of every pixel; bilinear where the window is enlarged. Outside the
   * picture, its border goes on.
   */
  void average(Image8 from, byte[] to, int outWidth, int outHeight) {
    int channels = from.channels();
    Shares columns = Shares.of(left, width, outWidth, from.width());
    Shares rows = Shares.of(top, height, outHeight, from.height());
    float[] line = new float[outWidth * channels];
    byte[] pixels = from.data();
    for (int y = 0; y < outHeight; y++) {
      Arrays.fill(line, 0);
      for (int j = 0; j < rows.weights[y].length; j++) {
        int row = rows.clamped(y, j) * from.width() * channels;
        float weight = rows.weights[y][j];
        for (int x = 0, at = 0; x < outWidth; x++, at += channels) {
          float[] across = columns.weights[x];
          for (int i = 0; i < across.length; i++) {
            int pixel = row + columns.clamped(x, i) * channels;
            for (int c = 0; c < channels; c++) {
              line[at + c] += weight * across[i] * (pixels[pixel + c] & 0xff);
            }
          }
        }
      }
      int start = y * line.length;
      for (int i = 0; i < line.length; i++) {
        to[start + i] = (byte) Math.min(255, Math.round(line[i]));
      }
    }
  }

  /**
   * Of the values in the area of every pixel the one nearest its middle that is not NaN: between
   * two depths there is nothing. NaN where there is none, and outside the picture.
   */
  void nearest(FloatImage from, float[] to, int outWidth, int outHeight) {
    double stepX = width / outWidth;
    double stepY = height / outHeight;
    for (int y = 0, i = 0; y < outHeight; y++) {
      double middleY = top + (y + 0.5) * stepY;
      for (int x = 0; x < outWidth; x++, i++) {
        to[i] = nearest(from, left + (x + 0.5) * stepX, middleY, stepX / 2, stepY / 2);
      }
    }
  }

  /** The labels of the pixels nearest to the middles; the border's outside the picture. */
  void nearest(Image8 from, byte[] to, int outWidth, int outHeight) {
    int channels = from.channels();
    for (int y = 0, i = 0; y < outHeight; y++) {
      int row = limited(top + (y + 0.5) * height / outHeight, from.height());
      for (int x = 0; x < outWidth; x++, i += channels) {
        int column = limited(left + (x + 0.5) * width / outWidth, from.width());
        System.arraycopy(from.data(), channels * (row * from.width() + column), to, i, channels);
      }
    }
  }

  private static int limited(double at, int size) {
    return (int) Math.max(0, Math.min(size - 1, Math.floor(at)));
  }

  private static float nearest(FloatImage from, double u, double v, double halfX, double halfY) {
    float best = at(from, (int) Math.floor(u), (int) Math.floor(v));
    if (!Float.isNaN(best)) {
      return best;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int row = (int) Math.ceil(v - halfY - 0.5); row + 0.5 < v + halfY; row++) {
      for (int column = (int) Math.ceil(u - halfX - 0.5); column + 0.5 < u + halfX; column++) {
        float value = at(from, column, row);
        double distance = Math.hypot(column + 0.5 - u, row + 0.5 - v);
        if (!Float.isNaN(value) && distance < least) {
          best = value;
          least = distance;
        }
      }
    }
    return best;
  }

  private static float at(FloatImage image, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
    return inside ? image.at(x, y) : Float.NaN;
  }

  /** Which pixels of a line share in each pixel of a scaled one, and how much. */
  private static final class Shares {
    final int[] first;
    final float[][] weights;
    final int size;

    private Shares(int[] first, float[][] weights, int size) {
      this.first = first;
      this.weights = weights;
      this.size = size;
    }

    static Shares of(double start, double length, int out, int size) {
      double step = length / out;
      // A box of one pixel is what bilinear interpolation is.
      double half = Math.max(1, step) / 2;
      int[] first = new int[out];
      float[][] weights = new float[out][];
      for (int i = 0; i < out; i++) {
        double from = start + (i + 0.5) * step - half;
        double to = from + 2 * half;
        first[i] = (int) Math.floor(from);
        weights[i] = new float[(int) Math.ceil(to - 1e-9) - first[i]];
        for (int j = 0; j < weights[i].length; j++) {
          double share = Math.min(to, first[i] + j + 1.0) - Math.max(from, first[i] + j);
          weights[i][j] = (float) (share / (2 * half));
        }
      }
      return new Shares(first, weights, size);
    }

    int clamped(int i, int j) {
      return Math.max(0, Math.min(size - 1, first[i] + j));
    }
  }
}
