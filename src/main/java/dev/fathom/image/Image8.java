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

  /** Writes the BT.601 luma of this R, G, B image to {@code out}; grey stays as it is. */
  public void toGrey(Image8 out) {
    if (channels != 3 && channels != 1) {
      throw new IllegalArgumentException("channels must be 1 or 3, found " + channels);
    }
    out.reshape(width, height, 1);
    if (channels == 1) {
      System.arraycopy(data, 0, out.data, 0, size());
      return;
    }
    PackedPixels.rowToLuma(data, 0, 3, false, out.data, 0, width * height);
  }
}
