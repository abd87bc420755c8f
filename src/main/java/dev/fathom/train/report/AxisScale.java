package dev.fathom.train.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Places values on an axis, linearly or by their logarithm, and finds round values to mark.
 *
 * @param low value at the axis's beginning
 * @param high value at its end, larger than {@code low}
 * @param logarithmic whether equal ratios take equal room; both ends are then positive
 */
record AxisScale(double low, double high, boolean logarithmic) {
  private static final double[] ROUND_STEPS = {1, 2, 5, 10};
  private static final double[][] LOG_MARKS = {{1}, {1, 3}, {1, 2, 5}, {1, 2, 3, 4, 5, 6, 7, 8, 9}};
  private static final double MARGIN = 0.04;
  private static final int LABEL_DIGITS = 3;

  AxisScale {
    boolean ordered = low < high && Double.isFinite(high - low);
    if (!ordered || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException(
          "an axis cannot run from " + low + " to " + high + (logarithmic ? " in logarithms" : ""));
    }
  }

  /** A scale with a little room round the values; logarithmic only if they are all positive. */
  static AxisScale around(double least, double most, boolean preferLogarithmic) {
    if (preferLogarithmic && least > 0) {
      double ratio = Math.max(most / least, 1.1);
      double room = Math.pow(ratio, MARGIN);
      return new AxisScale(least / room, least * ratio * room, true);
    }
    double span = most - least;
    double smallest = Math.max(1e-6, 1e-3 * Math.max(Math.abs(least), Math.abs(most)));
    double room = Math.max(span * MARGIN, smallest);
    return new AxisScale(least - room, most + room, false);
  }

  /** Where a value stands: 0 at the beginning, 1 at the end. */
  double place(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** Round values on the axis, at most about {@code most}; at least one where there is any. */
  List<Double> marks(int most) {
    return logarithmic ? logarithmicMarks(most) : linearMarks(most);
  }

  private List<Double> linearMarks(int most) {
    double rough = (high - low) / Math.max(1, most);
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * decade;
    for (double round : ROUND_STEPS) {
      if (round * decade >= rough) {
        step = round * decade;
        break;
      }
    }
    List<Double> marks = new ArrayList<>();
    for (double i = Math.ceil(low / step); i * step <= high; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** The densest of a few patterns within a decade that still fits. */
  private List<Double> logarithmicMarks(int most) {
    List<Double> chosen = List.of();
    for (double[] pattern : LOG_MARKS) {
      List<Double> marks = marks(pattern);
      if (chosen.isEmpty() || marks.size() <= most) {
        chosen = marks;
      }
    }
    // Within a fraction of a decade there are too few of these: even steps read as well there.
    return chosen.size() < 2 ? linearMarks(most) : chosen;
  }

  private List<Double> marks(double[] pattern) {
    List<Double> marks = new ArrayList<>();
    for (int e = (int) Math.floor(Math.log10(low)); e <= Math.floor(Math.log10(high)); e++) {
      for (double digit : pattern) {
        double mark = Double.parseDouble(digit + "e" + e);
        if (mark >= low && mark <= high) {
          marks.add(mark);
        }
      }
    }
    return marks;
  }

  /** A value as short as it can be read: {@code 0.05}, {@code 1.2k}, {@code 3e-05}. */
  static String label(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    double size = Math.abs(value);
    if (size >= 1e6 && size < 1e9) {
      return digits(value / 1e6) + "M";
    }
    if (size >= 1e4 && size < 1e6) {
      return digits(value / 1e3) + "k";
    }
    if (size != 0 && (size < 1e-3 || size >= 1e9)) {
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(LABEL_DIGITS));
      int exponent = rounded.precision() - rounded.scale() - 1;
      return digits(rounded.scaleByPowerOfTen(-exponent).doubleValue()) + "e" + exponent;
    }
    return size < 1e-300 ? "0" : digits(value);
  }

  private static String digits(double value) {
    int precision = Math.abs(value) >= 1000 ? LABEL_DIGITS + 1 : LABEL_DIGITS;
    return new BigDecimal(value)
        .round(new MathContext(precision))
        .stripTrailingZeros()
        .toPlainString();
  }
}
