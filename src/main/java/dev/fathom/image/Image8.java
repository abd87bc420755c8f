package dev.fathom.image;

/**
 * A reusable image of 8-bit channels.
 *
 * <p>Shape: uint8 [height, width, channels], row-major, rows without padding. Colour is in R, G, B
 * order. The array may be longer than the image; it only grows. Threads: one owner at a time.
 */
public final class Image8 {
  private int width;
  private int height;
  private int channels;
  private byte[] data = new byte[0];

  /** Makes this image {@code width × height × channels}; what it held is lost. */
  public Image8 reshape(int newWidth, int newHeight, int newChannels) {
    if (newWidth <= 0 || newHeight <= 0 || newChannels <= 0) {
      throw new IllegalArgumentException(
          "image shape must be positive, found " + newWidth + "x" + newHeight + "x" + newChannels);
    }
    int size = Math.multiplyExact(Math.multiplyExact(newWidth, newHeight), newChannels);
    if (data.length < size) {
      data = new byte[size];
    }
    width = newWidth;
    height = newHeight;
    channels = newChannels;
    return this;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public int channels() {
    return channels;
  }

  /** Number of bytes in use: width × height × channels. */
  public int size() {
    return width * height * channels;
  }

  /** The pixels themselves, not a copy. */
  public byte[] data() {
    return data;
  }
}
