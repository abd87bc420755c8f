package dev.fathom.train.networks;

/**
 * How the number a network predicts becomes metres.
 *
 * <p>p = ln(z / min) / ln(max / min), where z is the depth the same picture would show had it been
 * taken with the canonical focal length. A picture fixes depth only up to its focal length f; with
 * z = depth · canonical / f, one network serves every lens.
 *
 * <p>Units: metres; focal lengths in pixels of the network's input.
 *
 * @param minMetres depth of p = 0 at the canonical focal length
 * @param maxMetres depth of p = 1; everything farther, the sky included, is p = 1
 * @param canonicalFocalPx the canonical focal length
 */
public record DepthScale(double minMetres, double maxMetres, double canonicalFocalPx) {
  /** 0.25 m to 80 m, with a view 65° wide on 128 pixels. */
  public static final DepthScale DEFAULT = new DepthScale(0.25, 80, 100);

  public DepthScale {
    if (!(minMetres > 0 && maxMetres > minMetres && Double.isFinite(maxMetres))) {
      throw new IllegalArgumentException(
          "depth range must satisfy 0 < min < max, found " + minMetres + " to " + maxMetres);
    }
    if (!(canonicalFocalPx > 0 && Double.isFinite(canonicalFocalPx))) {
      throw new IllegalArgumentException(
          "canonical focal length must be positive, found " + canonicalFocalPx);
    }
  }

  /** ln(max / min): a step of 1 in p, as a step in ln z. */
  public double logRange() {
    return Math.log(maxMetres / minMetres);
  }

  /** p of a depth seen with {@code focalPx}, limited to [0, 1]. Invalid: NaN stays NaN. */
  public float normalised(float metres, double focalPx) {
    if (Float.isNaN(metres)) {
      return Float.NaN;
    }
    double p = Math.log(metres * canonicalFocalPx / focalPx / minMetres) / logRange();
    return (float) Math.min(1, Math.max(0, p));
  }

  /** The depth of p seen with {@code focalPx}. */
  public double metres(double p, double focalPx) {
    return minMetres * Math.exp(p * logRange()) * focalPx / canonicalFocalPx;
  }
}
