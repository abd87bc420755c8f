package dev.fathom.eval;

/**
 * Whether σ is honest: the shares of pixels whose error is below σ and below 2σ. A calibrated
 * Gaussian has 68.3 % and 95.4 %.
 */
public final class SigmaCoverage {
  private long pixels;
  private long within1;
  private long within2;

  /**
   * Adds one pixel.
   *
   * <p>Units: all the same. Invalid: a pixel with a NaN σ claims nothing and is passed over.
   */
  public void add(double predicted, double truth, double sigma) {
    if (Double.isNaN(sigma)) {
      return;
    }
    double error = Math.abs(predicted - truth);
    pixels++;
    if (error < sigma) {
      within1++;
    }
    if (error < 2 * sigma) {
      within2++;
    }
  }

  /** Invalid: NaN where there was no pixel. */
  public double within1() {
    return (double) within1 / pixels;
  }

  /** Invalid: NaN where there was no pixel. */
  public double within2() {
    return (double) within2 / pixels;
  }
}
