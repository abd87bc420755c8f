package dev.fathom.world;

import dev.fathom.image.Image8;

/**
 * Turns light into the pixels that a camera with its faults would give.
 *
 * <p>Threads: one owner at a time. Cost: buffers are kept from call to call.
 */
final class CameraEffects {
  private static final int CURVE = 4096;

  private final float[] curve = new float[CURVE + 1];
  private float[] blurred = new float[0];

  /**
   * Develops a picture; the same seed gives the same noise.
   *
   * @param radiance the light; blurred in place
   * @param out takes the picture. Shape: uint8 [height, width, 3]
   */
  void develop(Radiance radiance, Development d, long seed, Image8 out) {
    int width = radiance.width();
    int height = radiance.height();
    out.reshape(width, height, 3);
    if (d.blur() > 0) {
      blur(radiance, d.blur());
    }
    makeCurve(d);
    float[] light = radiance.data();
    byte[] pixels = out.data();
    double centreX = 0.5 * (width - 1);
    double centreY = 0.5 * (height - 1);
    double scale = d.vignette() / (centreX * centreX + centreY * centreY + 1);
    for (int y = 0, i = 0; y < height; y++) {
      double dy = (y - centreY) * (y - centreY);
      for (int x = 0; x < width; x++, i += 3) {
        double gain = d.gain() * (1 - scale * ((x - centreX) * (x - centreX) + dy));
        double r = tone(light[i] * gain * d.red());
        double g = tone(light[i + 1] * gain);
        double b = tone(light[i + 2] * gain * d.blue());
        double grey = 0.299 * r + 0.587 * g + 0.114 * b;
        long noise = Dice.mix(seed ^ Dice.mix(i));
        if (d.saturation() == 0) {
          byte value = quantise(grey, d, noise);
          pixels[i] = value;
          pixels[i + 1] = value;
          pixels[i + 2] = value;
        } else {
          pixels[i] = quantise(grey + (r - grey) * d.saturation(), d, noise);
          pixels[i + 1] = quantise(grey + (g - grey) * d.saturation(), d, noise >>> 21);
          pixels[i + 2] = quantise(grey + (b - grey) * d.saturation(), d, noise >>> 42);
        }
      }
    }
  }

  private void makeCurve(Development d) {
    for (int i = 0; i <= CURVE; i++) {
      // The table is spaced by the square root, to be fine where the curve is steep.
      double light = 2.0 * i * i / ((double) CURVE * CURVE);
      // A shoulder instead of a hard limit, as film and cameras have.
      double rolled = light < 0.7 ? light : 0.7 + 0.3 * (1 - Math.exp(-(light - 0.7) / 0.3));
      double value = Math.pow(rolled, 1 / d.gamma());
      value = 0.5 + (value - 0.5) * d.contrast();
      curve[i] = (float) (d.black() + (1 - d.black()) * value);
    }
  }

  private float tone(double light) {
    int index = (int) (Math.sqrt(Math.max(0, Math.min(2, light)) * 0.5) * CURVE);
    return curve[index];
  }

  /** Adds noise from 21 random bits (three numbers of seven bits are near enough to a Gaussian). */
  private static byte quantise(double value, Development d, long bits) {
    double noise = ((bits & 127) + (bits >>> 7 & 127) + (bits >>> 14 & 127) - 190.5) * (1 / 64.0);
    double sigma = d.readNoise() + d.shotNoise() * Math.sqrt(Math.max(0, value));
    double level = 255 * (value + sigma * noise) + 0.5;
    return (byte) Math.max(0, Math.min(255, (int) level));
  }

  /** Separable blur with five taps. */
  private void blur(Radiance radiance, double sigma) {
    int width = radiance.width();
    int height = radiance.height();
    float[] data = radiance.data();
    if (blurred.length < data.length) {
      blurred = new float[data.length];
    }
    double near = Math.exp(-0.5 / (sigma * sigma));
    double far = Math.exp(-2 / (sigma * sigma));
    double sum = 1 + 2 * near + 2 * far;
    float w0 = (float) (1 / sum);
    float w1 = (float) (near / sum);
    float w2 = (float) (far / sum);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int a = 3 * (y * width + Math.max(0, x - 2));
        int b = 3 * (y * width + Math.max(0, x - 1));
        int c = 3 * (y * width + x);
        int d = 3 * (y * width + Math.min(width - 1, x + 1));
        int e = 3 * (y * width + Math.min(width - 1, x + 2));
        for (int k = 0; k < 3; k++) {
          blurred[c + k] =
              w0 * data[c + k]
                  + w1 * (data[b + k] + data[d + k])
                  + w2 * (data[a + k] + data[e + k]);
        }
      }
    }
    int stride = 3 * width;
    for (int y = 0; y < height; y++) {
      int a = stride * Math.max(0, y - 2);
      int b = stride * Math.max(0, y - 1);
      int c = stride * y;
      int d = stride * Math.min(height - 1, y + 1);
      int e = stride * Math.min(height - 1, y + 2);
      for (int k = 0; k < stride; k++) {
        data[c + k] =
            w0 * blurred[c + k]
                + w1 * (blurred[b + k] + blurred[d + k])
                + w2 * (blurred[a + k] + blurred[e + k]);
      }
    }
  }
}
