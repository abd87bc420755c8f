package dev.fathom.train;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;

/**
 * What the numbers of a depth-like output mean, both ways; one number at a time, for judging.
 * Inference decodes whole images by the same card ({@link dev.fathom.model.DepthNetwork}).
 *
 * <p>Units: metres; focal lengths in pixels of the network's input.
 */
record OutputCode(Output output) {
  /** Depth of a number; NaN or not positive where it means none. */
  double metres(double number, double focalPx) {
    double u = number * orOne(output.getScale()) + output.getOffset();
    double canonical =
        switch (output.getRole()) {
          case DEPTH, RELATIVE_DEPTH -> u;
          case LOG_DEPTH -> Math.exp(u);
          case INVERSE_DEPTH -> 1 / u;
          case DISPARITY -> focalPx / u;
          default -> throw new IllegalStateException("no depth in role " + output.getRole());
        };
    return canonical * gain(focalPx);
  }

  /** The number that means this depth. */
  double number(double metres, double focalPx) {
    double canonical = metres / gain(focalPx);
    double u =
        switch (output.getRole()) {
          case DEPTH, RELATIVE_DEPTH -> canonical;
          case LOG_DEPTH -> Math.log(canonical);
          case INVERSE_DEPTH -> 1 / canonical;
          case DISPARITY -> focalPx / canonical;
          default -> throw new IllegalStateException("no depth in role " + output.getRole());
        };
    return (u - output.getOffset()) / orOne(output.getScale());
  }

  /** Whether a true depth is among those the network is made for. */
  boolean isWithinRange(double metres, double focalPx) {
    double canonical = metres / gain(focalPx);
    return canonical > output.getMinMetres()
        && (output.getMaxMetres() == 0
            ? canonical < Double.POSITIVE_INFINITY
            : canonical < output.getMaxMetres());
  }

  /** The nearest depth that the network can mean: what it is judged by when it leaves its range. */
  double limited(double metres, double focalPx) {
    double gain = gain(focalPx);
    double low = Math.max(output.getMinMetres(), 1e-3) * gain;
    double high = output.getMaxMetres() > 0 ? output.getMaxMetres() * gain : 1e3;
    // Written so that NaN becomes the far end.
    return metres <= high ? Math.max(low, metres) : high;
  }

  boolean isMetric() {
    return output.getRole() != Role.RELATIVE_DEPTH;
  }

  private double gain(double focalPx) {
    return output.getCanonicalFocalPx() > 0 ? focalPx / output.getCanonicalFocalPx() : 1;
  }

  private static double orOne(double number) {
    return number == 0 ? 1 : number;
  }
}
