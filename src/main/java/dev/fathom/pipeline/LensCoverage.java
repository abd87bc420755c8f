package dev.fathom.pipeline;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.rectify.Rectifier;
import org.jspecify.annotations.Nullable;

/**
 * Which pixels of a rectified image the lens saw at all.
 *
 * <p>Rectified images have black borders where the projection reaches beyond the lens; a network
 * and a filled disparity have a depth there all the same, which must not be published.
 */
final class LensCoverage {
  /** Null where every pixel is covered. */
  private final @Nullable Image8 covered;

  LensCoverage(Rectifier rectifier) {
    Image8 coverage = rectifier.isIdentity() ? null : rectifier.coverage();
    this.covered = coverage == null || isComplete(coverage) ? null : coverage;
  }

  private static boolean isComplete(Image8 coverage) {
    for (int i = 0; i < coverage.size(); i++) {
      if (coverage.data()[i] == 0) {
        return false;
      }
    }
    return true;
  }

  /** Makes pixels that the lens did not see unknown. */
  void apply(FloatImage image) {
    if (covered == null) {
      return;
    }
    byte[] seen = covered.data();
    float[] values = image.data();
    for (int i = 0; i < image.size(); i++) {
      if (seen[i] == 0) {
        values[i] = Depth.UNKNOWN;
      }
    }
  }
}
