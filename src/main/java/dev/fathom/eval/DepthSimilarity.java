package dev.fathom.eval;

import dev.fathom.image.FloatImage;
import java.util.Arrays;

/**
 * How alike depth images look, each measure taken over an image and then averaged over images.
 *
 * <p>Depths are clamped to [0, L] and divided by L. Source: Z. Wang et al., "Image Quality
 * Assessment: From Error Visibility to Structural Similarity", TIP 2004: 11×11 Gaussian of σ 1.5,
 * C1 = (0.01 L)², C2 = (0.03 L)².
 *
 * @param rangeMetres L
 * @param mse mean of (p − g)² of the scaled depths
 * @param ssim mean over the windows that lie within the image and have no unknown pixel. Invalid:
 *     NaN where no image has such a window
 */
public record DepthSimilarity(double rangeMetres, double mse, double ssim) {
  /**
   * Adds up images one at a time. Threads: one owner at a time. Cost: ten passes of eleven taps;
   * buffers are kept.
   */
  public static final class Accumulator {
    private static final int TAPS = 11;
    private static final double SIGMA = 1.5;
    // After the division by L, the range is 1.
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final double[] WEIGHTS = gaussian();

    private final double range;
    private double mse;
    private int images;
    private double ssim;
    private int imagesWithWindows;
    private double[] p = new double[0];
    private double[] g = new double[0];
    private double[] product = new double[0];
    private double[] rows = new double[0];
    private final double[][] moments = new double[5][0];

    /**
     * @param rangeMetres L, the depth that becomes 1
     */
    public Accumulator(double rangeMetres) {
      if (!(rangeMetres > 0 && rangeMetres < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("range of depths cannot be " + rangeMetres + " m");
      }
      range = rangeMetres;
    }

    /**
     * One image.
     *
     * @param predicted Units: metres. Invalid: NaN
     * @param truth of the same size. Units: metres. Invalid: NaN, and what is not positive
     */
    public void add(FloatImage predicted, FloatImage truth) {
      int width = truth.width();
      int height = truth.height();
      if (predicted.width() != width || predicted.height() != height) {
        throw new IllegalArgumentException(
            String.format(
                "prediction is %dx%d, truth %dx%d",
                predicted.width(), predicted.height(), width, height));
      }
      reserve(truth.size());
      scale(predicted, truth);
      addSquares(truth.size());
      if (width >= TAPS && height >= TAPS) {
        addWindows(width, height);
      }
    }

    /** Invalid: NaN where there was nothing to measure. */
    public DepthSimilarity mean() {
      return new DepthSimilarity(range, mse / images, ssim / imagesWithWindows);
    }

    /**
     * An unknown pixel becomes NaN in both images, and takes every window that it lies in along.
     */
    private void scale(FloatImage predicted, FloatImage truth) {
      for (int i = 0; i < truth.size(); i++) {
        boolean known = truth.data()[i] > 0 && !Float.isNaN(predicted.data()[i]);
        p[i] = known ? Math.min(1, Math.max(0, predicted.data()[i] / range)) : Double.NaN;
        g[i] = known ? Math.min(1, truth.data()[i] / range) : Double.NaN;
      }
    }

    private void addSquares(int size) {
      double squares = 0;
      int pixels = 0;
      for (int i = 0; i < size; i++) {
        if (!Double.isNaN(p[i])) {
          squares += (p[i] - g[i]) * (p[i] - g[i]);
          pixels++;
        }
      }
      if (pixels > 0) {
        mse += squares / pixels;
        images++;
      }
    }

    private void addWindows(int width, int height) {
      blur(p, width, height, moments[0]);
      blur(g, width, height, moments[1]);
      blurProduct(p, p, width, height, moments[2]);
      blurProduct(g, g, width, height, moments[3]);
      blurProduct(p, g, width, height, moments[4]);
      double sum = 0;
      int windows = 0;
      for (int i = 0; i < (width - TAPS + 1) * (height - TAPS + 1); i++) {
        double similarity = similarity(i);
        if (!Double.isNaN(similarity)) {
          sum += similarity;
          windows++;
        }
      }
      if (windows > 0) {
        ssim += sum / windows;
        imagesWithWindows++;
      }
    }

    private double similarity(int window) {
      double meanP = moments[0][window];
      double meanG = moments[1][window];
      double varianceP = moments[2][window] - meanP * meanP;
      double varianceG = moments[3][window] - meanG * meanG;
      double covariance = moments[4][window] - meanP * meanG;
      return (2 * meanP * meanG + C1)
          * (2 * covariance + C2)
          / ((meanP * meanP + meanG * meanG + C1) * (varianceP + varianceG + C2));
    }

    private void blurProduct(double[] a, double[] b, int width, int height, double[] out) {
      for (int i = 0; i < width * height; i++) {
        product[i] = a[i] * b[i];
      }
      blur(product, width, height, out);
    }

    /** Windows within the image only. Shape: float64 [height − 10, width − 10]. */
    private void blur(double[] image, int width, int height, double[] out) {
      int columns = width - TAPS + 1;
      int lines = height - TAPS + 1;
      Arrays.fill(rows, 0, columns * height, 0);
      Arrays.fill(out, 0, columns * lines, 0);
      for (int tap = 0; tap < TAPS; tap++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < columns; x++) {
            rows[y * columns + x] += WEIGHTS[tap] * image[y * width + x + tap];
          }
        }
      }
      for (int tap = 0; tap < TAPS; tap++) {
        for (int i = 0; i < columns * lines; i++) {
          out[i] += WEIGHTS[tap] * rows[i + tap * columns];
        }
      }
    }

    private void reserve(int size) {
      if (p.length < size) {
        p = new double[size];
        g = new double[size];
        product = new double[size];
        rows = new double[size];
        for (int i = 0; i < moments.length; i++) {
          moments[i] = new double[size];
        }
      }
    }

    private static double[] gaussian() {
      double[] weights = new double[TAPS];
      for (int i = 0; i < TAPS; i++) {
        double offset = i - TAPS / 2;
        weights[i] = Math.exp(-offset * offset / (2 * SIGMA * SIGMA));
      }
      double sum = Arrays.stream(weights).sum();
      return Arrays.stream(weights).map(w -> w / sum).toArray();
    }
  }
}
