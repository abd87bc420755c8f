package dev.fathom.train;

import java.util.Random;

/**
 * Random left-right flip and colour change of one sample.
 *
 * <p>Colour: a gamma and a gain for each channel, through a table. Depth and focal length do not
 * change.
 */
final class Augmentation {
  private static final double MAX_GAMMA_EXPONENT = 0.35;
  private static final double MAX_COMMON_GAIN_EXPONENT = 0.3;
  private static final double MAX_CHANNEL_GAIN_EXPONENT = 0.12;

  private final byte[] table = new byte[256];

  /** Changes row-major {@code rgb} and {@code depth} of {@code width} columns in place. */
  void apply(Random random, int width, int height, byte[] rgb, float[] depth) {
    if (random.nextBoolean()) {
      flip(width, height, rgb, depth);
    }
    double gamma = Math.exp(symmetric(random) * MAX_GAMMA_EXPONENT);
    double gain = Math.exp(symmetric(random) * MAX_COMMON_GAIN_EXPONENT);
    for (int channel = 0; channel < 3; channel++) {
      double channelGain = gain * Math.exp(symmetric(random) * MAX_CHANNEL_GAIN_EXPONENT);
      for (int value = 0; value < 256; value++) {
        double changed = 255 * channelGain * Math.pow(value / 255.0, gamma);
        table[value] = (byte) Math.min(255, Math.round(changed));
      }
      for (int i = channel; i < 3 * width * height; i += 3) {
        rgb[i] = table[rgb[i] & 0xff];
      }
    }
  }

  private static double symmetric(Random random) {
    return 2 * random.nextDouble() - 1;
  }

  static void flip(int width, int height, byte[] rgb, float[] depth) {
    for (int y = 0; y < height; y++) {
      for (int left = y * width, right = left + width - 1; left < right; left++, right--) {
        float metres = depth[left];
        depth[left] = depth[right];
        depth[right] = metres;
        for (int c = 0; c < 3; c++) {
          byte value = rgb[3 * left + c];
          rgb[3 * left + c] = rgb[3 * right + c];
          rgb[3 * right + c] = value;
        }
      }
    }
  }
}
