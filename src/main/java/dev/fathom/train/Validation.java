package dev.fathom.train;

import java.util.Map;

/**
 * What a network is worth on held-out samples.
 *
 * @param rows measures by name, for the network and for the trivial answers beside it
 * @param score what decides between two states of a network; less is better
 * @param certainty how true the predicted σ is: shares of errors within it and the factor that
 *     calibrates it; empty if there is none. The factor comes from every other image, the
 *     calibrated shares from the images in between
 * @param loss mean of the network's own loss. Invalid: NaN where it was not taken
 */
public record Validation(
    Map<String, Map<String, Double>> rows,
    double score,
    Map<String, Double> certainty,
    double loss) {
  /** Row of the network as it is. */
  public static final String NETWORK = "network";

  /** Row of the network with each image scaled to the median of its truth. */
  public static final String MEDIAN_SCALED = "network, median-scaled";

  /** Row of one and the same depth everywhere, scaled likewise: the image's own median. */
  public static final String FLAT_SCALED = "flat, median-scaled";

  /** What σ must be multiplied by for 68.27 % within 1 σ. */
  public static final String SIGMA_FACTOR = "sigma_factor";

  public static final String WITHIN_1 = "within_1_sigma_uncalibrated";
  public static final String WITHIN_2 = "within_2_sigma_uncalibrated";
  public static final String CALIBRATED_WITHIN_1 = "within_1_sigma";
  public static final String CALIBRATED_WITHIN_2 = "within_2_sigma";

  Validation(Map<String, Map<String, Double>> rows, double score, Map<String, Double> certainty) {
    this(rows, score, certainty, Double.NaN);
  }

  /** The same with the mean loss. */
  Validation withLoss(double newLoss) {
    return new Validation(rows, score, certainty, newLoss);
  }

  /** One measure of one row. Invalid: NaN where it was not taken. */
  public double measure(String row, String name) {
    return rows.getOrDefault(row, Map.of()).getOrDefault(name, Double.NaN);
  }

  /** Invalid: NaN where there is no σ. */
  public double certainty(String name) {
    return certainty.getOrDefault(name, Double.NaN);
  }
}
