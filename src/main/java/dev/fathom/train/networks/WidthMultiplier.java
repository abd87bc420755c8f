package dev.fathom.train.networks;

/**
 * Hyperparameters of a network whose paper prints its widths: one factor on all of them.
 *
 * @param widthMultiplier channels of every layer over the published ones
 */
public record WidthMultiplier(double widthMultiplier) {
  /** The network as published. */
  public static final WidthMultiplier PUBLISHED = new WidthMultiplier(1);

  public WidthMultiplier {
    if (!(widthMultiplier > 0 && widthMultiplier <= 8)) {
      throw new IllegalArgumentException(
          "width multiplier must be above 0 and at most 8, found " + widthMultiplier);
    }
  }

  /** As many channels as the multiplier leaves of {@code published}; one at least. */
  int of(int published) {
    return Math.max(1, (int) Math.round(widthMultiplier * published));
  }

  /** The same for channels that come in groups of {@code step}. */
  int of(int published, int step) {
    return step * of(published / step);
  }
}
