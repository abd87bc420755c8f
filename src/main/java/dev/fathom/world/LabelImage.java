package dev.fathom.world;

/**
 * A reusable image of one whole number a pixel.
 *
 * <p>Shape: int32 [height, width], row-major. The array may be longer than the image; it only
 * grows. Threads: one owner at a time.
 */
public final class LabelImage {
  private int width;
  private int height;
  private int[] data = new int[0];

  void reshape(int newWidth, int newHeight) {
    int size = Math.multiplyExact(newWidth, newHeight);
    if (data.length < size) {
      data = new int[size];
    }
    width = newWidth;
    height = newHeight;
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

  /** The labels themselves, not a copy. */
  public int[] data() {
    return data;
  }

  public int at(int x, int y) {
    return data[y * width + x];
  }
}
