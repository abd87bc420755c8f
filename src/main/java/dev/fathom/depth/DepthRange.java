package dev.fathom.depth;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;

/**
 * The depths between which colours run. Units: metres.
 *
 * @param near depth of the first colour, and of everything nearer
 * @param far depth of the last colour, and of everything farther
 */
public record DepthRange(double near, double far) {
  private static final int BINS = 512;
  private static final double LOWEST = 1e-3;
  private static final double HIGHEST = 1e4;
  private static final double TAIL = 0.01;

  public DepthRange {
    if (!(near > 0 && near < far) || Double.isInfinite(far)) {
      throw new IllegalArgumentException(
          "range must be 0 < near < far, found " + near + " … " + far);
    }
  }

  /**
   * The range that holds all but the nearest and farthest hundredth of the known values, widened to
   * at least a factor of 1.25; 0.5 … 10 m where nothing is known.
   */
  public static DepthRange of(FloatImage image) {
    int[] histogram = new int[BINS];
    int known = 0;
    for (int i = 0; i < image.size(); i++) {
      float value = image.data()[i];
      if (Depth.isKnown(value)) {
        double place = Math.log(value / LOWEST) / Math.log(HIGHEST / LOWEST);
        histogram[(int) Math.max(0, Math.min(BINS - 1, place * BINS))]++;
        known++;
      }
    }
    if (known == 0) {
      return new DepthRange(0.5, 10);
    }
    int first = quantile(histogram, TAIL * known);
    int last = quantile(histogram, (1 - TAIL) * known);
    double near = atBin(first);
    return new DepthRange(near, Math.max(atBin(last + 1), near * 1.25));
  }

  /** Place between near (0) and far (1), along the logarithm, so that near things get colours. */
  public double place(double value) {
    double place = Math.log(value / near) / Math.log(far / near);
    return Math.max(0, Math.min(1, place));
  }

  private static int quantile(int[] histogram, double rank) {
    int bin = 0;
    for (long below = histogram[0]; below <= rank && bin < BINS - 1; below += histogram[bin]) {
      bin++;
    }
    return bin;
  }

  private static double atBin(int bin) {
    return LOWEST * Math.pow(HIGHEST / LOWEST, (double) bin / BINS);
  }
}
