package dev.fathom.stereo;

/**
 * The constants of the σ of a disparity.
 *
 * <p>σ = base + texture / (g + 2) + disagreement · |d − d_right| + mismatch · |ΔI| / (g + 4) + step
 * · s + hole · h + bend · c, where g is the horizontal gradient and ΔI the difference to the
 * matched pixel, in grey levels; s is by how much more than one pixel the disparity changes within
 * three pixels (at most 4), h whether a pixel without a match is that near, and c the second
 * difference along the row (at most 1). Units: pixels.
 *
 * <p>Fitted by maximum likelihood of a Student t distribution with 6.5 degrees of freedom (matching
 * errors have heavy tails) to the aloe pair of OpenCV's samples at 1/2, 1/3 and 1/4 of its size,
 * and to four generated pairs of textured planes with noise; the rounding of the true disparity is
 * allowed for. Pixels within 1σ and 2σ there: 70 to 72 and 93 to 94 % on aloe. On pairs that were
 * not used: Middlebury's teddy 72 and 92 %, generated ones 62 to 91 and 85 to 99 %, least where
 * nearly untextured walls leave one pixel in ten wrong.
 */
record SigmaModel(
    float base,
    float texture,
    float disagreement,
    float mismatch,
    float step,
    float hole,
    float bend) {
  private static final SigmaModel ONE_MATCH =
      new SigmaModel(0.144f, 0.66f, 0, 0.195f, 1.06f, 3.12f, 0.373f);
  private static final SigmaModel TWO_MATCHES =
      new SigmaModel(0.135f, 0.64f, 0.311f, 0.167f, 0.606f, 0.909f, 0.234f);

  static SigmaModel of(Consistency consistency) {
    return consistency == Consistency.ONE_MATCH ? ONE_MATCH : TWO_MATCHES;
  }

  /**
   * σ of a pixel that took its disparity from a neighbour.
   *
   * <p>Three quarters of such pixels are right to a pixel and the others wrong by about the step,
   * so that no single σ holds for both: this one puts the step at 2σ. The share within 1σ is
   * therefore higher than a Gaussian's.
   *
   * @param step disparity step between the two neighbours in the row
   * @param gap how far the nearer of them is. Units: pixels
   */
  static float filled(float step, int gap) {
    return 0.7f + 0.5f * step + 0.43f * (float) Math.sqrt(gap);
  }
}
