package dev.fathom.train.report;

import java.util.Arrays;

/**
 * A curve's points gathered into a picture's columns.
 *
 * <p>Invalid: points that are not finite are left out; a column without points has NaN as its mean.
 */
final class ColumnMeans {
  private final double[] sums;
  private final int[] counts;
  private final double[] least;
  private final double[] most;

  private ColumnMeans(int columns) {
    sums = new double[columns];
    counts = new int[columns];
    least = new double[columns];
    most = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  /**
   * Gathers a curve.
   *
   * @param last number of the last column; the first is 0
   */
  static ColumnMeans of(Series curve, AxisScale steps, int last) {
    ColumnMeans columns = new ColumnMeans(last + 1);
    for (int i = 0; i < curve.size(); i++) {
      if (Float.isFinite(curve.value(i))) {
        columns.add((int) Math.round(steps.place((double) curve.step(i)) * last), curve.value(i));
      }
    }
    return columns;
  }

  private void add(int column, double value) {
    sums[column] += value;
    counts[column]++;
    least[column] = Math.min(least[column], value);
    most[column] = Math.max(most[column], value);
  }

  int count() {
    return sums.length;
  }

  /** Number of columns that have points. */
  long filled() {
    return Arrays.stream(counts).filter(count -> count > 0).count();
  }

  double mean(int column) {
    return counts[column] == 0 ? Double.NaN : sums[column] / counts[column];
  }

  double least(int column) {
    return least[column];
  }

  double most(int column) {
    return most[column];
  }
}
