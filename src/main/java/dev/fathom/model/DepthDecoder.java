package dev.fathom.model;

import dev.fathom.image.Depth;
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
 * outside what the network was trained on, and for its σ. Threads: any; it has no state.
 */
final class DepthDecoder {
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
    minMetres = (float) depth.getMinMetres();
    maxMetres = depth.getMaxMetres() > 0 ? (float) depth.getMaxMetres() : Float.POSITIVE_INFINITY;
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
    float gain = canonicalFocal > 0 ? (float) (focal / canonicalFocal) : 1f;
    switch (role) {
      case DEPTH -> decodeDepth(values, size);
      case LOG_DEPTH -> decodeLogDepth(values, size);
      case INVERSE_DEPTH -> decodeInverse(values, size, 1f);
      case DISPARITY -> decodeInverse(values, size, (float) focal);
      default -> throw new IllegalStateException("no metric depth in role " + role);
    }
    if (sigma != null) {
      decodeSigma(values, sigma, size, (float) focal, gain);
    }
    for (int i = 0; i < size; i++) {
      values[i] *= gain;
    }
  }

  private void decodeDepth(float[] values, int size) {
    for (int i = 0; i < size; i++) {
      values[i] = inRange(values[i] * scale + offset);
    }
  }

  private void decodeLogDepth(float[] values, int size) {
    for (int i = 0; i < size; i++) {
      values[i] = inRange(FastExponential.exp(values[i] * scale + offset));
    }
  }

  private void decodeInverse(float[] values, int size, float numerator) {
    for (int i = 0; i < size; i++) {
      values[i] = inRange(numerator / (values[i] * scale + offset));
    }
  }

  private void decodeSigma(float[] depth, float[] sigma, int size, float focal, float gain) {
    float constant = sigmaScale * gain / (role == Role.DISPARITY ? focal : 1f);
    for (int i = 0; i < size; i++) {
      float z = depth[i];
      // |dz/du|: 1, z, z² and, of f/u, z²/f.
      float slope =
          switch (role) {
            case DEPTH -> 1f;
            case LOG_DEPTH -> z;
            default -> z * z;
          };
      float metres = constant * slope * FastExponential.exp(0.5f * sigma[i]);
      sigma[i] = Depth.isKnown(z) && Depth.isKnown(metres) ? metres : Depth.UNKNOWN;
    }
  }

  private float inRange(float metres) {
    boolean known = Depth.isKnown(metres) && metres >= minMetres && metres <= maxMetres;
    return known ? metres : Depth.UNKNOWN;
  }

  private static double orOne(double number) {
    return number == 0 ? 1 : number;
  }
}
