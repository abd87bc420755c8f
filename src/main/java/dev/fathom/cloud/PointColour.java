package dev.fathom.cloud;

import dev.fathom.image.Image8;

/** The {@code rgb} field of a point: 0x00RRGGBB. */
final class PointColour {
  private PointColour() {}

  /** Refuses a picture that does not belong to a depth image of this size. */
  static void check(Image8 colour, int width, int height) {
    boolean fits = colour.width() == width && colour.height() == height;
    if (!fits || (colour.channels() != 1 && colour.channels() != 3)) {
      throw new IllegalArgumentException(
          "colour must be "
              + width
              + "x"
              + height
              + " with 1 or 3 channels, found "
              + colour.width()
              + "x"
              + colour.height()
              + "x"
              + colour.channels());
    }
  }

  /** Colour of one pixel of a picture with three channels or one. */
  static int at(byte[] pixels, int channels, int pixel) {
    return channels == 1 ? ofGrey(pixels, pixel) : ofRgb(pixels, pixel * 3);
  }

  static int ofGrey(byte[] pixels, int at) {
    return (pixels[at] & 0xff) * 0x010101;
  }

  static int ofRgb(byte[] pixels, int at) {
    return (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
  }
}
