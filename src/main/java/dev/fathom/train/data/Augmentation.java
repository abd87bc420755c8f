package dev.fathom.train.data;

import java.util.Random;

/**
 * Random changes to a sample that keep its truth true: mirrored, turned, cut out, recoloured,
 * blurred, noisy.
 *
 * <p>All pictures of a sample change alike, but for the noise. Threads: one owner at a time.
 */
public final class Augmentation {
  /** Apart from the numbers that decide about flip and colour. */
  private static final long MORE = 0x5DEECE66DL;

  private final AugmentationOptions options;
  private final byte[] table = new byte[256];

  public Augmentation(AugmentationOptions options) {
    this.options = options;
  }

  /** Changes the sample in place; the same seed makes the same change. */
  public void apply(long seed, Sample sample) {
    Random random = random(seed);
    boolean flip = random.nextBoolean();
    if (options.flip() && flip && Mirror.allows(sample.wanted())) {
      Mirror.apply(sample);
    }
    CameraTurn turn = turn(random(seed ^ MORE), sample);
    if (!turn.isNone()) {
      turn.apply(sample);
    }
    recolour(random, sample);
    if (options.blur() > 0) {
      double sigma = random.nextDouble() * options.blur();
      pictures(sample, (field, pixels) -> Blur.apply(sigma, field.channels(), pixels, sample));
    }
    if (options.noise() > 0) {
      double sigma = random.nextDouble() * options.noise() * 255;
      pictures(sample, (field, pixels) -> addNoise(random, sigma, pixels));
    }
  }

  /** Seeds in a row give numbers in a row unless they are scattered first (SplitMix64). */
  static Random random(long seed) {
    long z = seed * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return new Random(z ^ z >>> 31);
  }

  private CameraTurn turn(Random random, Sample sample) {
    double radians = Math.toRadians(symmetric(random) * options.rotationDegrees());
    double zoom = Math.exp(random.nextDouble() * Math.log(options.scale()));
    double room = options.crop() * (1 - 1 / zoom) / 2;
    double right = symmetric(random) * room * sample.width();
    double down = symmetric(random) * room * sample.height();
    if (!CameraTurn.allowsZoom(sample.wanted())) {
      return new CameraTurn(0, 1, 0, 0);
    }
    boolean turns = CameraTurn.allowsRotation(sample.wanted());
    return new CameraTurn(turns ? radians : 0, zoom, right, down);
  }

  private void recolour(Random random, Sample sample) {
    double gamma = Math.exp(symmetric(random) * options.gamma());
    double gain = Math.exp(symmetric(random) * options.exposure());
    for (int channel = 0; channel < 3; channel++) {
      double channelGain = gain * Math.exp(symmetric(random) * options.colour());
      for (int value = 0; value < 256; value++) {
        double changed = 255 * channelGain * Math.pow(value / 255.0, gamma);
        table[value] = (byte) Math.min(255, Math.round(changed));
      }
      int first = channel;
      pictures(
          sample,
          (field, pixels) -> {
            // Temperature is no colour.
            if (field.channels() == 3) {
              for (int i = first; i < pixels.length; i += 3) {
                pixels[i] = table[pixels[i] & 0xff];
              }
            }
          });
    }
  }

  private static void addNoise(Random random, double sigma, byte[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      long noisy = Math.round((pixels[i] & 0xff) + sigma * random.nextGaussian());
      pixels[i] = (byte) Math.max(0, Math.min(255, noisy));
    }
  }

  private interface Change {
    void apply(Field field, byte[] pixels);
  }

  private static void pictures(Sample sample, Change change) {
    for (Field field : sample.wanted()) {
      if (field.kind() == Field.Kind.PICTURE) {
        change.apply(field, sample.bytes(field));
      }
    }
  }

  private static double symmetric(Random random) {
    return 2 * random.nextDouble() - 1;
  }
}
