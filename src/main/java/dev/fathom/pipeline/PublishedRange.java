package dev.fathom.pipeline;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;

/**
 * The depths that are published. Units: metres. Source: REP 118.
 *
 * @param min closer becomes −∞
 * @param max farther becomes +∞
 */
public record PublishedRange(float min, float max) {
  public PublishedRange {
    if (!(min >= 0 && max > min)) {
      throw new IllegalArgumentException(
          "range must hold 0 <= min < max, found " + min + " and " + max);
    }
  }

  /** As the options say. */
  public static PublishedRange of(PipelineOptions options) {
    return new PublishedRange((float) options.minRange(), (float) options.maxRange());
  }

  /**
   * Replaces known depths outside the range, in place; their σ becomes unknown, as does that of
   * every unknown depth.
   */
  void apply(FloatImage depth, FloatImage sigma) {
    float[] z = depth.data();
    float[] s = sigma.data();
    for (int i = 0; i < depth.size(); i++) {
      if (z[i] >= min && z[i] <= max) {
        continue;
      }
      s[i] = Depth.UNKNOWN;
      if (z[i] > max) {
        z[i] = Float.POSITIVE_INFINITY;
      } else if (z[i] < min) {
        z[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
