package dev.fathom.train.losses;

/** The rule for the weights of a loss's terms: finite, and not negative. */
final class Weights {
  private Weights() {}

  /** Checks weights given as name, value, name, value. */
  static void check(Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      double value = ((Number) namesAndValues[i + 1]).doubleValue();
      if (!(value >= 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException(
            "weight "
                + namesAndValues[i]
                + " of a loss must be finite and not negative, found "
                + value);
      }
    }
  }
}
