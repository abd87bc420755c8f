package dev.fathom.image;

/**
 * A reusable image of one float a pixel: depth, its standard deviation, or disparity.
 *
 * <p>Shape: float32 [height, width], row-major, rows without padding. The array may be longer than
 * the image; it only grows. Invalid: see {@link Depth}. Threads: one owner at a time.
 */
public final class FloatImage {
  private int width;
  private int height;
  private float[] data = new float[0];

  /** Makes this image {@code width × height}; what it held is lost. */
  public FloatImage reshape(int newWidth, int newHeight) {
    if (newWidth <= 0 || newHeight <= 0) {
      throw new IllegalArgumentException(
          "image shape must be positive, found " + newWidth + "x" + newHeight);
    }
    int size = Math.multiplyExact(newWidth, newHeight);
    if (data.length < size) {
      data = new float[size];
    }
    width = newWidth;
    height = newHeight;
    return this;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Number of pixels in use: width × height. */
  public int size() {
    return width * height;
  }

  /** The values themselves, not a copy. */
  public float[] data() {
    return data;
  }

  public float at(int x, int y) {
    return data[y * width + x];
  }
}
