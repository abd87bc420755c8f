package dev.fathom.world;

/**
 * What a camera does to the light: one draw of the domain randomisation.
 *
 * @param gain factor on the light
 * @param red factor on red: white balance
 * @param blue factor on blue: white balance
 * @param gamma exponent from intensity to pixel value is 1/gamma
 * @param contrast slope about medium grey, 1 for none
 * @param saturation 1 leaves colours as they are, 0 makes the picture grey
 * @param vignette loss of light in the corners, 0 … 1
 * @param blur standard deviation of the blur. Units: pixels
 * @param readNoise noise in the dark. Units: of full scale
 * @param shotNoise noise at full light. Units: of full scale
 * @param black brightness that even darkness has. Units: of full scale
 */
record Development(
    double gain,
    double red,
    double blue,
    double gamma,
    double contrast,
    double saturation,
    double vignette,
    double blur,
    double readNoise,
    double shotNoise,
    double black) {

  static Development faultless(double gain) {
    return new Development(gain, 1, 1, 2.2, 1, 1, 0, 0, 0, 0, 0);
  }

  static Development good(double gain) {
    return new Development(gain, 1, 1, 2.2, 1, 1, 0.1, 0.4, 0.003, 0.008, 0);
  }

  static Development random(Dice dice, double autoGain, double greyShare) {
    boolean noisy = dice.chance(0.15);
    double saturation = dice.between(0.7, 1.5);
    if (dice.chance(greyShare)) {
      saturation = 0;
    }
    return new Development(
        autoGain * dice.betweenLog(0.7, 1.7),
        dice.betweenLog(0.88, 1.14),
        dice.betweenLog(0.85, 1.18),
        dice.between(1.8, 2.6),
        dice.between(0.9, 1.45),
        saturation,
        dice.chance(0.5) ? dice.between(0, 0.45) : 0,
        dice.chance(0.5) ? dice.between(0.3, 0.8) : 0,
        noisy ? dice.between(0.004, 0.014) : dice.between(0, 0.004),
        noisy ? dice.between(0.008, 0.025) : dice.between(0, 0.008),
        dice.chance(0.25) ? dice.between(0, 0.05) : 0);
  }

  /** The camera's twin in a stereo rig: almost the same settings, as real pairs have. */
  Development twin(Dice dice) {
    return new Development(
        gain * dice.betweenLog(0.96, 1.04),
        red * dice.betweenLog(0.985, 1.015),
        blue * dice.betweenLog(0.985, 1.015),
        gamma,
        contrast,
        saturation,
        vignette,
        blur,
        readNoise,
        shotNoise,
        black);
  }
}
