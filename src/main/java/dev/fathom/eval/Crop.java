package dev.fathom.eval;

/** The part of an image on which a protocol measures. */
public sealed interface Crop {
  /** All of the image. */
  Crop WHOLE = new Shares(0, 1, 0, 1);

  /** The pixels that count in an image of this size. */
  Window window(int width, int height);

  /**
   * Rows {@code top} to {@code bottom} and columns {@code left} to {@code right}, ends excluded.
   */
  record Window(int top, int bottom, int left, int right) {
    public Window {
      if (top < 0 || left < 0 || bottom <= top || right <= left) {
        throw new IllegalArgumentException(
            "no window: rows " + top + ":" + bottom + ", columns " + left + ":" + right);
      }
    }
  }

  /** Shares of the height and the width, rounded down to whole pixels. */
  record Shares(double top, double bottom, double left, double right) implements Crop {
    public Shares {
      if (!(top >= 0 && bottom > top && bottom <= 1 && left >= 0 && right > left && right <= 1)) {
        throw new IllegalArgumentException(
            "no shares of an image: rows "
                + top
                + " to "
                + bottom
                + ", columns "
                + left
                + " to "
                + right);
      }
    }

    @Override
    public Window window(int width, int height) {
      return new Window(
          (int) (top * height),
          (int) (bottom * height),
          (int) (left * width),
          (int) (right * width));
    }
  }

  /** Fixed rows and columns of images that all have one size. */
  record Pixels(Window kept, int width, int height) implements Crop {
    public Pixels {
      if (kept.bottom() > height || kept.right() > width) {
        throw new IllegalArgumentException(
            String.format(
                "rows %d to %d and columns %d to %d are not within %dx%d",
                kept.top(), kept.bottom(), kept.left(), kept.right(), width, height));
      }
    }

    @Override
    public Window window(int imageWidth, int imageHeight) {
      if (imageWidth != width || imageHeight != height) {
        throw new IllegalArgumentException(
            String.format(
                "this crop is for images of %dx%d, found %dx%d",
                width, height, imageWidth, imageHeight));
      }
      return kept;
    }
  }
}
