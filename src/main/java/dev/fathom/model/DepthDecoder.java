package dev.fathom.model;

import dev.fathom.image.Depth;
import dev.fathom.image.FastExponential;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import org.jspecify.annotations.Nullable;

/**
 * A network's numbers to metres and their standard deviation, in place.
 *
 * <p>With u = number·scale + offset, depth at the canonical focal length is u (DEPTH), e^u
 * (LOG_DEPTH), 1/u (INVERSE_DEPTH), or f/u (DISPARITY). σ is the output's own standard deviation
 * e^(v/2), v the log-variance, carried through the derivative of the same formula. Both are then
 * multiplied by f/f_canonical.
 *
 * <p>Invalid: {@link Depth#UNKNOWN} for every depth that is not finite and positive or that lies
 * outside what the network was trained on, and for its σ. Threads: any; it has no state. Cost: a
 * few passes over the image, each simple enough to become vector instructions.
 */
final class DepthDecoder {
  /** No metres and no deviation outside 1/HUGE … HUGE mean anything; within, nothing overflows. */
  private static final float HUGE = 1e8f;

  private final Role role;
  private final float scale;
  private final float offset;
  private final double canonicalFocal;
  private final float minMetres;
  private final float maxMetres;
  private final float sigmaScale;

  /**
   * Takes its numbers from the card.
   *
   * @param depth the output that depth is computed from
   * @param logVariance its log-variance; null if there is none
   */
  DepthDecoder(Output depth, @Nullable Output logVariance) {
    role = depth.getRole();
    scale = (float) orOne(depth.getScale());
    offset = (float) depth.getOffset();
    canonicalFocal = depth.getCanonicalFocalPx();
    minMetres = Math.max((float) depth.getMinMetres(), 1 / HUGE);
    maxMetres = depth.getMaxMetres() > 0 ? Math.min((float) depth.getMaxMetres(), HUGE) : HUGE;
    double factor = logVariance == null ? 1 : orOne(logVariance.getSigmaFactor());
    sigmaScale = (float) (Math.abs(orOne(depth.getScale())) * factor);
  }

  /**
   * Turns the first {@code size} numbers of {@code values} into depth.
   *
   * @param values in: the network's numbers; out: metres
   * @param sigma in: their log-variance; out: standard deviation in metres; null: there is none
   * @param size pixels
   * @param focal the focal length in pixels of the network's input
   */
  void decode(float[] values, float @Nullable [] sigma, int size, double focal) {
    switch (role) {
      case DEPTH -> scale(values, size, scale, offset);
      case LOG_DEPTH -> FastExponential.exp(values, size, scale, offset);
      case INVERSE_DEPTH -> invert(values, size, 1f);
      case DISPARITY -> invert(values, size, (float) focal);
      default -> throw new IllegalStateException("no metric depth in role " + role);
    }
    keepKnown(values, size);
    float gain = canonicalFocal > 0 ? (float) (focal / canonicalFocal) : 1f;
    if (sigma != null) {
      decodeSigma(values, sigma, size, focal, gain);
    }
    if (gain != 1f) {
      scale(values, size, gain, 0f);
    }
  }

  private static void scale(float[] values, int size, float factor, float addend) {
    for (int i = 0; i < size; i++) {
      values[i] = values[i] * factor + addend;
    }
  }

  private void invert(float[] values, int size, float numerator) {
    for (int i = 0; i < size; i++) {
      values[i] = numerator / (values[i] * scale + offset);
    }
  }

  private void keepKnown(float[] values, int size) {
    for (int i = 0; i < size; i++) {
      float metres = values[i];
      if (!(metres >= minMetres && metres <= maxMetres)) {
        values[i] = Depth.UNKNOWN;
      }
    }
  }

  private void decodeSigma(float[] depth, float[] sigma, int size, double focal, float gain) {
    FastExponential.exp(sigma, size, 0.5f, 0f);
    for (int i = 0; i < size; i++) {
      float deviation = sigma[i];
      if (!(deviation > 1 / HUGE && deviation < HUGE)) {
        sigma[i] = Depth.UNKNOWN;
      }
    }
    // σ = |dz/du| · deviation, and NaN where z is NaN, for which DEPTH, of slope 1, adds z · 0.
    float constant = sigmaScale * gain / (role == Role.DISPARITY ? (float) focal : 1f);
    switch (role) {
      case DEPTH -> {
        for (int i = 0; i < size; i++) {
          sigma[i] *= constant + 0f * depth[i];
        }
      }
      case LOG_DEPTH -> {
        for (int i = 0; i < size; i++) {
          sigma[i] *= constant * depth[i];
        }
      }
      default -> {
        for (int i = 0; i < size; i++) {
          sigma[i] *= constant * depth[i] * depth[i];
        }
      }
    }
  }

  private static double orOne(double number) {
    return number == 0 ? 1 : number;
  }
}
