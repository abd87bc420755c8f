package dev.fathom.world;

/**
 * The looks of a surface.
 *
 * @param pattern what it is painted with
 * @param base first colour
 * @param accent second colour
 * @param scale size of the pattern's unit. Units: metres
 * @param grain strength of the noise that multiplies the colour, 0 … 1
 * @param gloss strength of highlights, 0 … 1
 * @param mirror share of the reflected surroundings, 0 … 1
 * @param glow light that it gives off itself, as a multiple of its colour
 * @param warmth its temperature: 0 is that of the air, 1 that of a living body, lamps are beyond
 * @param seed what makes this surface differ from others of its kind
 */
record Material(
    Pattern pattern,
    Rgb base,
    Rgb accent,
    double scale,
    double grain,
    double gloss,
    double mirror,
    double glow,
    double warmth,
    int seed) {
  Material {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale must be positive, found " + scale);
    }
    if (!(grain >= 0 && grain <= 1)) {
      throw new IllegalArgumentException("grain must be within 0 … 1, found " + grain);
    }
  }

  static Material of(Pattern pattern, Rgb base, Rgb accent, double scale, double grain, int seed) {
    return new Material(pattern, base, accent, scale, grain, 0, 0, 0, 0, seed);
  }

  static Material plain(Rgb base, double grain, int seed) {
    return of(Pattern.PLAIN, base, base, 0.5, grain, seed);
  }

  Material glossy(double strength, double reflection) {
    return new Material(
        pattern, base, accent, scale, grain, strength, reflection, glow, warmth, seed);
  }

  Material glowing(double strength) {
    return new Material(pattern, base, accent, scale, grain, gloss, mirror, strength, warmth, seed);
  }

  Material warm(double newWarmth) {
    return new Material(pattern, base, accent, scale, grain, gloss, mirror, glow, newWarmth, seed);
  }
}
