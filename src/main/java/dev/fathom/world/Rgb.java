package dev.fathom.world;

/** A colour or a light, in linear intensities: a white surface is 1, a lamp may be more. */
record Rgb(double r, double g, double b) {
  static Rgb grey(double value) {
    return new Rgb(value, value, value);
  }

  /** From hue (0 … 1), saturation and value, as painters think of colour. */
  static Rgb hsv(double hue, double saturation, double value) {
    return new Rgb(
        channel(hue, 5, saturation, value),
        channel(hue, 3, saturation, value),
        channel(hue, 1, saturation, value));
  }

  Rgb times(double factor) {
    return new Rgb(r * factor, g * factor, b * factor);
  }

  Rgb mixed(Rgb other, double share) {
    return new Rgb(r + (other.r - r) * share, g + (other.g - g) * share, b + (other.b - b) * share);
  }

  private static double channel(double hue, int shift, double saturation, double value) {
    double k = (shift + hue * 6) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
  }
}
