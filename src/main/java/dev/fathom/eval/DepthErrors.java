package dev.fathom.eval;

/**
 * How far predicted depths are from the truth, each measure taken over an image and then averaged
 * over images.
 *
 * <p>Source: the usual measures of Eigen et al. 2014.
 *
 * @param absRel mean of |p − g| / g
 * @param rmseMetres root of the mean of (p − g)²
 * @param delta1 share with max(p / g, g / p) &lt; 1.25
 */
public record DepthErrors(double absRel, double rmseMetres, double delta1) {
  /** Adds up images one at a time. */
  public static final class Accumulator {
    private double absRel;
    private double rmse;
    private double delta1;
    private int images;

    private double relative;
    private double squares;
    private int close;
    private int pixels;

    public void add(double predicted, double truth) {
      double error = predicted - truth;
      relative += Math.abs(error) / truth;
      squares += error * error;
      if (Math.max(predicted / truth, truth / predicted) < 1.25) {
        close++;
      }
      pixels++;
    }

    /** The pixels added since the last call are one image; one without pixels does not count. */
    public void endImage() {
      if (pixels == 0) {
        return;
      }
      absRel += relative / pixels;
      rmse += Math.sqrt(squares / pixels);
      delta1 += (double) close / pixels;
      images++;
      relative = 0;
      squares = 0;
      close = 0;
      pixels = 0;
    }

    /** Invalid: NaN where there was no image. */
    public DepthErrors mean() {
      return new DepthErrors(absRel / images, rmse / images, delta1 / images);
    }
  }
}
