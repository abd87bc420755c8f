package dev.fathom.stereo;

import dev.fathom.image.Image8;

/** Images at half their size and back; an odd last row or column belongs to the one before. */
final class HalfSize {
  private HalfSize() {}

  static int of(int side) {
    return Math.max(1, side / 2);
  }

  /** The mean of every 2×2 pixels. */
  static void of(Image8 image, Image8 out) {
    int width = image.width();
    int outWidth = of(width);
    int outHeight = of(image.height());
    byte[] from = image.data();
    byte[] to = out.reshape(outWidth, outHeight, 1).data();
    int right = width > 1 ? 1 : 0;
    int below = image.height() > 1 ? width : 0;
    for (int y = 0; y < outHeight; y++) {
      int row = 2 * y * width;
      for (int x = 0; x < outWidth; x++) {
        int i = row + 2 * x;
        int sum =
            (from[i] & 255)
                + (from[i + right] & 255)
                + (from[i + below] & 255)
                + (from[i + below + right] & 255);
        to[y * outWidth + x] = (byte) ((sum + 2) >> 2);
      }
    }
  }

  /** Every value for the 2×2 pixels that it stands for, unless it is near the pixel's own. */
  static void repeatNews(
      float[] half,
      int halfWidth,
      int halfHeight,
      float[] own,
      float near,
      float[] out,
      int width,
      int height) {
    for (int y = 0; y < height; y++) {
      int from = Math.min(halfHeight - 1, y / 2) * halfWidth;
      int to = y * width;
      for (int x = 0; x < width; x++) {
        float value = half[from + Math.min(halfWidth - 1, x / 2)];
        float here = own[to + x];
        out[to + x] = Math.abs(value - here) > near ? value : here;
      }
    }
  }
}
