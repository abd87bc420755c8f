package dev.fathom.eval;

/** Which of two points of an image is farther from the camera. */
public enum DepthOrder {
  FIRST_FARTHER,
  SECOND_FARTHER,
  EQUAL;

  /**
   * The order of two depths, equal where their ratio is at most 1 + τ.
   *
   * <p>With τ = 0 anything that grows with depth will do; with another τ it must be depth up to a
   * factor. Source: D. Zoran et al., "Learning Ordinal Relationships for Mid-Level Vision", ICCV
   * 2015, where τ is 0.02.
   */
  public static DepthOrder of(double first, double second, double tau) {
    if (first > (1 + tau) * second) {
      return FIRST_FARTHER;
    }
    return second > (1 + tau) * first ? SECOND_FARTHER : EQUAL;
  }
}
