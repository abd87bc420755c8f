package dev.fathom.train.data;

import java.util.Random;
import java.util.Set;

/**
 * Random changes to a sample that keep its truth true.
 *
 * <p>Colour: a gamma and a gain for each channel, the same for all pictures of the sample. Flip:
 * left and right exchanged, where no field depends on the side.
 */
public final class Augmentation {
  private static final double MAX_GAMMA_EXPONENT = 0.35;
  private static final double MAX_COMMON_GAIN_EXPONENT = 0.3;
  private static final double MAX_CHANNEL_GAIN_EXPONENT = 0.12;
  private static final Set<Field> FLIPPED =
      Set.of(
          Field.IMAGE,
          Field.THERMAL,
          Field.INSTANCES,
          Field.PEOPLE,
          Field.DEPTH,
          Field.SPARSE_DEPTH,
          Field.PARALLAX_DEPTH,
          Field.CONFIDENCE,
          Field.ORDINAL_PAIRS,
          Field.INTRINSICS);

  private final byte[] table = new byte[256];

  /** Changes the sample in place; the same random numbers make the same change. */
  public void apply(Random random, Sample sample) {
    boolean flip = random.nextBoolean();
    if (flip && FLIPPED.containsAll(sample.wanted())) {
      flip(sample);
    }
    double gamma = Math.exp(symmetric(random) * MAX_GAMMA_EXPONENT);
    double gain = Math.exp(symmetric(random) * MAX_COMMON_GAIN_EXPONENT);
    for (int channel = 0; channel < 3; channel++) {
      double channelGain = gain * Math.exp(symmetric(random) * MAX_CHANNEL_GAIN_EXPONENT);
      for (int value = 0; value < 256; value++) {
        double changed = 255 * channelGain * Math.pow(value / 255.0, gamma);
        table[value] = (byte) Math.min(255, Math.round(changed));
      }
      for (Field field : sample.wanted()) {
        if (field.kind() == Field.Kind.PICTURE && field.channels() == 3) {
          recolour(sample.bytes(field), channel);
        }
      }
    }
  }

  private void recolour(byte[] rgb, int channel) {
    for (int i = channel; i < rgb.length; i += 3) {
      rgb[i] = table[rgb[i] & 0xff];
    }
  }

  private static double symmetric(Random random) {
    return 2 * random.nextDouble() - 1;
  }

  static void flip(Sample sample) {
    for (Field field : sample.wanted()) {
      if (field == Field.INTRINSICS) {
        float[] intrinsics = sample.floats(field);
        intrinsics[2] = sample.width() - 1 - intrinsics[2];
      } else if (field == Field.ORDINAL_PAIRS) {
        flipPairs(sample.floats(field), sample.width());
      } else {
        Object buffer = field.isBytes() ? sample.bytes(field) : sample.floats(field);
        flip(buffer, sample.width(), sample.height(), field.channels());
      }
    }
  }

  private static void flipPairs(float[] pairs, int width) {
    for (int pair = 0; pair < pairs.length; pair += OrdinalPairs.NUMBERS) {
      pairs[pair] = width - 1 - pairs[pair];
      pairs[pair + 2] = width - 1 - pairs[pair + 2];
    }
  }

  private static void flip(Object buffer, int width, int height, int channels) {
    Object kept = buffer instanceof byte[] ? new byte[channels] : new float[channels];
    for (int y = 0; y < height; y++) {
      for (int left = y * width, right = left + width - 1; left < right; left++, right--) {
        System.arraycopy(buffer, channels * left, kept, 0, channels);
        System.arraycopy(buffer, channels * right, buffer, channels * left, channels);
        System.arraycopy(kept, 0, buffer, channels * right, channels);
      }
    }
  }
}
