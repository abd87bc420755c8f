package dev.fathom.eval;

import dev.fathom.image.Depth;

/**
 * How far completed depth is from the truth, each measure taken over an image and then averaged
 * over images.
 *
 * <p>Source: the four measures of the KITTI depth completion benchmark, J. Uhrig et al., "Sparsity
 * Invariant CNNs", 3DV 2017.
 *
 * @param rmseMillimetres root of the mean of (p − g)²
 * @param maeMillimetres mean of |p − g|
 * @param iRmsePerKilometre root of the mean of (1/p − 1/g)²
 * @param iMaePerKilometre mean of |1/p − 1/g|
 * @param coverage share of all pixels with truth that have a known depth; the errors are of these
 */
public record CompletionErrors(
    double rmseMillimetres,
    double maeMillimetres,
    double iRmsePerKilometre,
    double iMaePerKilometre,
    double coverage) {
  /** Adds up images one at a time. Threads: one owner at a time. Cost: nothing is allocated. */
  public static final class Accumulator {
    private static final double THOUSAND = 1000;

    private double rmse;
    private double mae;
    private double inverseRmse;
    private double inverseMae;
    private int images;
    private long truePixels;
    private long allPixels;

    private double squares;
    private double absolutes;
    private double inverseSquares;
    private double inverseAbsolutes;
    private int pixels;

    /**
     * One pixel with truth.
     *
     * @param completed Units: metres. Invalid: whatever is not known lowers the coverage only
     * @param truth Units: metres, known
     */
    public void add(double completed, double truth) {
      truePixels++;
      if (!Depth.isKnown((float) completed)) {
        return;
      }
      double error = completed - truth;
      double inverse = 1 / completed - 1 / truth;
      squares += error * error;
      absolutes += Math.abs(error);
      inverseSquares += inverse * inverse;
      inverseAbsolutes += Math.abs(inverse);
      pixels++;
      allPixels++;
    }

    /** The pixels added since the last call are one image; one without pixels does not count. */
    public void endImage() {
      if (pixels == 0) {
        return;
      }
      rmse += Math.sqrt(squares / pixels);
      mae += absolutes / pixels;
      inverseRmse += Math.sqrt(inverseSquares / pixels);
      inverseMae += inverseAbsolutes / pixels;
      images++;
      squares = 0;
      absolutes = 0;
      inverseSquares = 0;
      inverseAbsolutes = 0;
      pixels = 0;
    }

    /** Invalid: NaN where there was no image. */
    public CompletionErrors mean() {
      double factor = THOUSAND / images;
      return new CompletionErrors(
          factor * rmse,
          factor * mae,
          factor * inverseRmse,
          factor * inverseMae,
          (double) allPixels / truePixels);
    }
  }
}
