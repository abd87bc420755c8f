package dev.fathom.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Errors in units of the predicted σ: even images calibrate it, odd images are measured.
 *
 * <p>Units: those of the network's own numbers.
 */
final class Sureness {
  /** Share of a Gaussian within one standard deviation. */
  private static final double ONE_SIGMA = 0.6827;

  private final Floats calibration = new Floats();
  private final Floats measured = new Floats();
  private double likelihood;
  private long pixels;

  void add(int image, double error, double logVariance) {
    float ratio = (float) (Math.abs(error) * Math.exp(-0.5 * logVariance));
    (image % 2 == 0 ? calibration : measured).add(ratio);
    likelihood += 0.5 * (logVariance + (double) ratio * ratio);
    pixels++;
  }

  Map<String, Double> certainty() {
    float[] sorted = calibration.sorted();
    double factor = sorted.length == 0 ? Double.NaN : sorted[(int) (ONE_SIGMA * sorted.length)];
    Map<String, Double> certainty = new LinkedHashMap<>();
    certainty.put("negative_log_likelihood", likelihood / pixels);
    certainty.put(Validation.WITHIN_1, shareWithin(1));
    certainty.put(Validation.WITHIN_2, shareWithin(2));
    certainty.put(Validation.SIGMA_FACTOR, factor);
    certainty.put(Validation.CALIBRATED_WITHIN_1, shareWithin(factor));
    certainty.put(Validation.CALIBRATED_WITHIN_2, shareWithin(2 * factor));
    return certainty;
  }

  private double shareWithin(double limit) {
    float[] ratios = measured.toArray();
    int within = 0;
    for (float ratio : ratios) {
      if (ratio < limit) {
        within++;
      }
    }
    return (double) within / ratios.length;
  }
}
