package dev.fathom.eval;

/**
 * How far predicted depths are from the truth, each measure taken over the valid pixels of an image
 * and then averaged over images. In the formulas p is the prediction, g the truth and e = ln p − ln
 * g.
 *
 * <p>Units: metres in, shares as fractions of one out. Source: the measures of D. Eigen et al.,
 * "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", NIPS 2014; SqRel and
 * SILog as the KITTI benchmark prints them.
 *
 * @param absRel mean of |p − g| / g
 * @param sqRelMetres mean of (p − g)² / g, not over g²
 * @param rmseMetres root of the mean of (p − g)²
 * @param rmseLog root of the mean of e²
 * @param log10 mean of |log10 p − log10 g|
 * @param delta1 share with max(p / g, g / p) &lt; 1.25
 * @param delta2 share with max(p / g, g / p) &lt; 1.25²
 * @param delta3 share with max(p / g, g / p) &lt; 1.25³
 * @param siRmse √(mean(e²) − mean(e)²), which a common factor on p does not change
 */
public record DepthErrors(
    double absRel,
    double sqRelMetres,
    double rmseMetres,
    double rmseLog,
    double log10,
    double delta1,
    double delta2,
    double delta3,
    double siRmse) {
  /** The scale-invariant error as KITTI prints it: a hundred times {@link #siRmse}. */
  public double siLog() {
    return 100 * siRmse;
  }

  /**
   * Adds up images one at a time.
   *
   * <p>Invalid: both depths must be known; one that is not makes its image's errors NaN or infinite
   * and is never passed over. Threads: one owner at a time. Cost: one logarithm a pixel, nothing
   * allocated.
   */
  public static final class Accumulator {
    private static final double DELTA1 = 1.25;
    private static final double DELTA2 = 1.25 * 1.25;
    private static final double DELTA3 = 1.25 * 1.25 * 1.25;
    private static final double PER_LN_10 = 1 / Math.log(10);

    private double absRel;
    private double sqRel;
    private double rmse;
    private double rmseLog;
    private double log10;
    private double delta1;
    private double delta2;
    private double delta3;
    private double siRmse;
    private int images;

    private double relative;
    private double squaresOverTruth;
    private double squares;
    private double logs;
    private double absoluteLogs;
    private double squaredLogs;
    private int within1;
    private int within2;
    private int within3;
    private int pixels;

    /** One pixel. Units: metres. */
    public void add(double predicted, double truth) {
      double error = predicted - truth;
      double square = error * error;
      relative += Math.abs(error) / truth;
      squaresOverTruth += square / truth;
      squares += square;
      double ratio = predicted / truth;
      double log = Math.log(ratio);
      logs += log;
      absoluteLogs += Math.abs(log);
      squaredLogs += log * log;
      double factor = Math.max(ratio, truth / predicted);
      within1 += factor < DELTA1 ? 1 : 0;
      within2 += factor < DELTA2 ? 1 : 0;
      within3 += factor < DELTA3 ? 1 : 0;
      pixels++;
    }

    /** The pixels added since the last call are one image; one without pixels does not count. */
    public void endImage() {
      if (pixels == 0) {
        return;
      }
      double n = pixels;
      absRel += relative / n;
      sqRel += squaresOverTruth / n;
      rmse += Math.sqrt(squares / n);
      rmseLog += Math.sqrt(squaredLogs / n);
      log10 += absoluteLogs * PER_LN_10 / n;
      delta1 += within1 / n;
      delta2 += within2 / n;
      delta3 += within3 / n;
      double mean = logs / n;
      // Rounding can take a variance of zero below it.
      siRmse += Math.sqrt(Math.max(0, squaredLogs / n - mean * mean));
      images++;
      forgetPixels();
    }

    private void forgetPixels() {
      relative = 0;
      squaresOverTruth = 0;
      squares = 0;
      logs = 0;
      absoluteLogs = 0;
      squaredLogs = 0;
      within1 = 0;
      within2 = 0;
      within3 = 0;
      pixels = 0;
    }

    /** Images that counted. */
    public int images() {
      return images;
    }

    /** Invalid: NaN where there was no image. */
    public DepthErrors mean() {
      double n = images;
      return new DepthErrors(
          absRel / n,
          sqRel / n,
          rmse / n,
          rmseLog / n,
          log10 / n,
          delta1 / n,
          delta2 / n,
          delta3 / n,
          siRmse / n);
    }
  }
}
