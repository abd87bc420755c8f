package dev.fathom.train.data;

import java.util.Random;

/**
 * Another look of a whole picture, as another camera, lamp or taste might have given it: what a
 * network must not tell depth by.
 *
 * <p>Grey or exchanged channels now and then; saturation, contrast and brightness; a little sharper
 * or softer; and patches of one colour, most of them white, because not all that is white is sky:
 * windows, lamps and paper are overexposed too. Threads: one owner at a time.
 */
final class Look {
  private static final double GREY_SHARE = 0.12;
  private static final double EXCHANGED_SHARE = 0.25;
  private static final double FILTERED_SHARE = 0.4;
  private static final double LEAST_SATURATION = 0.3;
  private static final double MOST_SATURATION = 1.7;
  private static final double MAX_CONTRAST_EXPONENT = 0.5;
  private static final double MAX_SHIFT = 40;
  private static final double SOFTEST = -0.8;
  private static final double SHARPEST = 1.2;

  private static final double PATCHED_SHARE = 0.5;
  private static final int MOST_PATCHES = 4;
  private static final double WHITE_SHARE = 0.65;

  private static final int[][] ORDERS = {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  private static final int[] AS_IT_IS = {0, 1, 2};

  private byte[] before = new byte[0];

  /**
   * Changes row-major {@code rgb} of {@code width} columns; the same numbers make the same look.
   */
  void apply(Random random, byte[] rgb, int width) {
    double saturation =
        random.nextDouble() < GREY_SHARE ? 0 : between(random, LEAST_SATURATION, MOST_SATURATION);
    int[] order =
        random.nextDouble() < EXCHANGED_SHARE ? ORDERS[random.nextInt(ORDERS.length)] : AS_IT_IS;
    double contrast = Math.exp(between(random, -MAX_CONTRAST_EXPONENT, MAX_CONTRAST_EXPONENT));
    double shift = between(random, -MAX_SHIFT, MAX_SHIFT);
    boolean filtered = random.nextDouble() < FILTERED_SHARE;
    double sharpness = between(random, SOFTEST, SHARPEST);
    recolour(rgb, order, saturation, contrast, shift + 127.5 * (1 - contrast));
    if (filtered) {
      sharpen(rgb, width, sharpness);
    }
    if (random.nextDouble() < PATCHED_SHARE) {
      int patches = 1 + random.nextInt(MOST_PATCHES);
      for (int i = 0; i < patches; i++) {
        patch(random, rgb, width);
      }
    }
  }

  private static void patch(Random random, byte[] rgb, int width) {
    int height = rgb.length / (3 * width);
    int columns = (int) (width * between(random, 0.04, 0.3));
    int rows = (int) (height * between(random, 0.06, 0.5));
    int left = random.nextInt(width - columns);
    int top = random.nextInt(height - rows);
    int[] colour = new int[3];
    boolean white = random.nextDouble() < WHITE_SHARE;
    for (int c = 0; c < 3; c++) {
      colour[c] = white ? 225 + random.nextInt(31) : random.nextInt(256);
    }
    for (int y = top; y < top + rows; y++) {
      for (int i = 3 * (y * width + left); i < 3 * (y * width + left + columns); i++) {
        rgb[i] = (byte) colour[i % 3];
      }
    }
  }

  static void recolour(byte[] rgb, int[] order, double saturation, double contrast, double shift) {
    double[] pixel = new double[3];
    for (int i = 0; i < rgb.length; i += 3) {
      for (int c = 0; c < 3; c++) {
        pixel[c] = rgb[i + order[c]] & 0xff;
      }
      double grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
      for (int c = 0; c < 3; c++) {
        rgb[i + c] = limited(contrast * (grey + saturation * (pixel[c] - grey)) + shift);
      }
    }
  }

  /** Adds {@code amount} of the difference to the mean of the four neighbours; the border stays. */
  void sharpen(byte[] rgb, int width, double amount) {
    if (before.length < rgb.length) {
      before = new byte[rgb.length];
    }
    System.arraycopy(rgb, 0, before, 0, rgb.length);
    int stride = 3 * width;
    for (int row = stride; row + stride < rgb.length; row += stride) {
      for (int i = row + 3; i < row + stride - 3; i++) {
        int around =
            (before[i - 3] & 0xff)
                + (before[i + 3] & 0xff)
                + (before[i - stride] & 0xff)
                + (before[i + stride] & 0xff);
        double here = before[i] & 0xff;
        rgb[i] = limited(here + amount * (here - around * 0.25));
      }
    }
  }

  private static byte limited(double value) {
    return (byte) Math.max(0, Math.min(255, (int) (value + 0.5)));
  }

  private static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
