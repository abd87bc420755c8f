package dev.fathom.eval;

/**
 * Whether σ is honest, each measure taken over an image and then averaged over images.
 *
 * <p>Source: the Gaussian likelihood of A. Kendall and Y. Gal, "What Uncertainties Do We Need in
 * Bayesian Deep Learning for Computer Vision?", NIPS 2017.
 *
 * @param negativeLogLikelihood mean of ½ ln(2πσ²) + (p − g)² / 2σ². Units: nats; changes with the
 *     unit of depth
 * @param within1 share with |p − g| &lt; σ; a calibrated Gaussian has 68.3 %
 * @param within2 share with |p − g| &lt; 2σ; a calibrated Gaussian has 95.4 %
 */
public record SigmaErrors(double negativeLogLikelihood, double within1, double within2) {
  /** Adds up images one at a time. Threads: one owner at a time. Cost: nothing is allocated. */
  public static final class Accumulator {
    private static final double HALF_LN_2_PI = 0.5 * Math.log(2 * Math.PI);

    private double likelihood;
    private double within1;
    private double within2;
    private int images;

    private double nats;
    private int close1;
    private int close2;
    private int pixels;

    /**
     * One pixel.
     *
     * <p>Units: all the same. Invalid: a pixel with a NaN σ claims nothing and is passed over; σ =
     * 0 claims to be exact, and its likelihood is not finite.
     */
    public void add(double predicted, double truth, double sigma) {
      if (Double.isNaN(sigma)) {
        return;
      }
      double error = Math.abs(predicted - truth);
      double inSigmas = error / sigma;
      nats += HALF_LN_2_PI + Math.log(sigma) + 0.5 * inSigmas * inSigmas;
      close1 += error < sigma ? 1 : 0;
      close2 += error < 2 * sigma ? 1 : 0;
      pixels++;
    }

    /** The pixels added since the last call are one image; one without pixels does not count. */
    public void endImage() {
      if (pixels == 0) {
        return;
      }
      likelihood += nats / pixels;
      within1 += (double) close1 / pixels;
      within2 += (double) close2 / pixels;
      images++;
      nats = 0;
      close1 = 0;
      close2 = 0;
      pixels = 0;
    }

    /** Invalid: NaN where there was no image. */
    public SigmaErrors mean() {
      return new SigmaErrors(likelihood / images, within1 / images, within2 / images);
    }
  }
}
