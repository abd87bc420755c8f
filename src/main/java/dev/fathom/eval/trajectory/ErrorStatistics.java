package dev.fathom.eval.trajectory;

import java.util.Arrays;

/**
 * Errors summed up. Units: those of the errors.
 *
 * @param rmse root of the mean of the squares
 * @param mean their mean
 * @param median of an even number, the mean of the two in the middle
 * @param standardDeviation root of the mean of the squared distances from the mean
 * @param min the smallest
 * @param max the largest
 * @param count how many there are
 */
public record ErrorStatistics(
    double rmse,
    double mean,
    double median,
    double standardDeviation,
    double min,
    double max,
    int count) {
  /** Invalid: everything but the count is NaN where there are no errors. */
  public static ErrorStatistics of(double[] errors) {
    int n = errors.length;
    if (n == 0) {
      return new ErrorStatistics(
          Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).sum() / n;
    double squares = 0;
    double spread = 0;
    for (double error : sorted) {
      squares += error * error;
      spread += (error - mean) * (error - mean);
    }
    return new ErrorStatistics(
        Math.sqrt(squares / n),
        mean,
        (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
        Math.sqrt(spread / n),
        sorted[0],
        sorted[n - 1],
        n);
  }
}
