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
  private final float[] weights = new float[3];
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
        expose(r, g, b, d, Dice.mix(seed ^ Dice.mix(i)), pixels, i);
      }
    }
  }

  /** A grey camera has one sensor a pixel and so one noise; a colour camera has three. */
  private static void expose(
      double r, double g, double b, Development d, long noise, byte[] pixels, int at) {
    double grey = 0.299 * r + 0.587 * g + 0.114 * b;
    double colour = d.saturation();
    pixels[at] = quantise(grey + (r - grey) * colour, d, noise);
    pixels[at + 1] = quantise(grey + (g - grey) * colour, d, colour == 0 ? noise : noise >>> 21);
    pixels[at + 2] = quantise(grey + (b - grey) * colour, d, colour == 0 ? noise : noise >>> 42);
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

  /** Separable blur with five taps, of which the picture's border is repeated. */
  private void blur(Radiance radiance, double sigma) {
    int height = radiance.height();
    int stride = 3 * radiance.width();
    float[] data = radiance.data();
    if (blurred.length < data.length) {
      blurred = new float[data.length];
    }
    double near = Math.exp(-0.5 / (sigma * sigma));
    double far = Math.exp(-2 / (sigma * sigma));
    double sum = 1 + 2 * near + 2 * far;
    weights[0] = (float) (1 / sum);
    weights[1] = (float) (near / sum);
    weights[2] = (float) (far / sum);
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < 3; c++) {
        int row = y * stride + c;
        int last = row + stride - 3;
        for (int at = row; at <= last; at += 3) {
          smooth(data, blurred, at, 3, row, last);
        }
      }
    }
    int bottom = (height - 1) * stride;
    for (int at = 0; at < bottom + stride; at++) {
      int column = at % stride;
      smooth(blurred, data, at, stride, column, bottom + column);
    }
  }

  private void smooth(float[] from, float[] to, int at, int step, int first, int last) {
    float near = from[Math.max(first, at - step)] + from[Math.min(last, at + step)];
    float far = from[Math.max(first, at - 2 * step)] + from[Math.min(last, at + 2 * step)];
    to[at] = weights[0] * from[at] + weights[1] * near + weights[2] * far;
  }
}
