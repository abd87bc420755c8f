package dev.fathom.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is left of the error when the least certain pixels are taken away, each curve taken over an
 * image and then averaged over images.
 *
 * <p>Both curves are divided by the image's error with all its pixels, so that they begin at 1; the
 * last point, where nothing is left, is 0. Pixels of one σ go together: each stands for their mean.
 * Source: E. Ilg et al., "Uncertainty Estimates and Multi-Hypotheses Networks for Optical Flow",
 * ECCV 2018 (sparsification error, AUSE).
 *
 * @param measure how errors are summed up
 * @param bySigma error without the i-th of n equal shares of the pixels, taken by falling σ
 * @param byError the same, taken by falling error: the best that any σ could do
 */
public record Sparsification(Measure measure, List<Double> bySigma, List<Double> byError) {
  /** How the errors of the pixels left are summed up. */
  public enum Measure {
    /** Mean of |error|. */
    MEAN,
    /** Root of the mean of error². */
    ROOT_MEAN_SQUARE
  }

  public Sparsification {
    bySigma = List.copyOf(bySigma);
    byError = List.copyOf(byError);
  }

  /** Area between both curves over the share taken away, 0 … 1, by trapezia: 0 is perfect. */
  public double ause() {
    int steps = bySigma.size() - 1;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double gap = bySigma.get(i) - byError.get(i);
      sum += i == 0 || i == steps ? gap / 2 : gap;
    }
    return sum / steps;
  }

  /**
   * Adds up images one at a time.
   *
   * <p>Threads: one owner at a time. Cost: an image's pixels are kept until it ends, then sorted
   * twice; the buffers only grow.
   */
  public static final class Accumulator {
    /** Curves have a point every hundredth. */
    public static final int DEFAULT_STEPS = 100;

    private final Measure measure;
    private final int steps;
    private final double[] bySigma;
    private final double[] byError;
    private int images;

    /**
     * σ in the upper and |error| in the lower half: positive floats are ordered like their bits.
     */
    private long[] pixels = new long[1 << 12];

    private double[] tail = new double[0];
    private int count;

    public Accumulator(Measure measure) {
      this(measure, DEFAULT_STEPS);
    }

    /**
     * @param steps into how many shares the pixels of an image are divided
     */
    public Accumulator(Measure measure, int steps) {
      if (steps < 1) {
        throw new IllegalArgumentException("a curve of " + steps + " steps");
      }
      this.measure = measure;
      this.steps = steps;
      bySigma = new double[steps + 1];
      byError = new double[steps + 1];
    }

    /**
     * One pixel.
     *
     * @param error Units: any; its sign does not matter
     * @param sigma Invalid: a pixel with a NaN σ claims nothing and is passed over
     */
    public void add(double error, double sigma) {
      if (Double.isNaN(sigma)) {
        return;
      }
      if (!(sigma >= 0) || Double.isNaN(error)) {
        throw new IllegalArgumentException("error " + error + " with σ " + sigma);
      }
      if (count == pixels.length) {
        pixels = Arrays.copyOf(pixels, 2 * count);
      }
      pixels[count++] = packed((float) sigma, (float) Math.abs(error));
    }

    /**
     * The pixels added since the last call are one image; one without pixels, or without any error,
     * does not count.
     */
    public void endImage() {
      Arrays.sort(pixels, 0, count);
      sumTails();
      double all = count == 0 ? 0 : left(0);
      if (all > 0) {
        addCurve(bySigma, all);
        for (int i = 0; i < count; i++) {
          float error = Float.intBitsToFloat((int) pixels[i]);
          pixels[i] = packed(error, error);
        }
        Arrays.sort(pixels, 0, count);
        sumTails();
        addCurve(byError, all);
        images++;
      }
      count = 0;
    }

    /** Invalid: NaN where there was no image. */
    public Sparsification mean() {
      return new Sparsification(measure, mean(bySigma), mean(byError));
    }

    private List<Double> mean(double[] sums) {
      List<Double> curve = new ArrayList<>(sums.length);
      for (double sum : sums) {
        curve.add(sum / images);
      }
      return curve;
    }

    private static long packed(float sigma, float error) {
      // Adding zero makes -0 the +0 that sorts first.
      return (long) Float.floatToRawIntBits(sigma + 0f) << 32 | Float.floatToRawIntBits(error);
    }

    /** {@code tail[n]}: sum over the n pixels of lowest σ, each with the mean of its equals. */
    private void sumTails() {
      if (tail.length <= count) {
        tail = new double[Math.max(count + 1, pixels.length + 1)];
      }
      for (int first = 0, next; first < count; first = next) {
        double sum = 0;
        for (next = first; next < count && pixels[next] >> 32 == pixels[first] >> 32; next++) {
          double error = Float.intBitsToFloat((int) pixels[next]);
          sum += measure == Measure.MEAN ? error : error * error;
        }
        double mean = sum / (next - first);
        for (int i = first; i < next; i++) {
          tail[i + 1] = tail[i] + mean;
        }
      }
    }

    private void addCurve(double[] curve, double all) {
      for (int step = 0; step < steps; step++) {
        curve[step] += left((int) ((long) step * count / steps)) / all;
      }
    }

    private double left(int removed) {
      int kept = count - removed;
      double mean = tail[kept] / kept;
      return measure == Measure.MEAN ? mean : Math.sqrt(mean);
    }
  }
}
