package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

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

  /**
   * p of the depths of a batch, limited to [0, 1]. Invalid: NaN stays NaN.
   *
   * @param depth metres, [N, H, W, 1]
   * @param intrinsics [N, 4], fx first
   */
  public Operand<TFloat64> normalised(
      Ops tf, Operand<TFloat64> depth, Operand<TFloat64> intrinsics) {
    Operand<TFloat64> p =
        tf.math.div(
            tf.math.log(tf.math.div(canonical(tf, depth, intrinsics), tf.constant(minMetres))),
            tf.constant(logRange()));
    return tf.math.minimum(tf.constant(1.0), tf.math.maximum(tf.constant(0.0), p));
  }

  /**
   * The depth in metres that the same pictures would show at the canonical focal length.
   *
   * @param depth metres, [N, H, W, 1]
   * @param intrinsics [N, 4], fx first
   */
  public Operand<TFloat64> canonical(
      Ops tf, Operand<TFloat64> depth, Operand<TFloat64> intrinsics) {
    Operand<TFloat64> fx =
        tf.slice(intrinsics, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 1}));
    Operand<TFloat64> factor = tf.math.div(tf.constant(canonicalFocalPx), fx);
    return tf.math.mul(depth, tf.reshape(factor, tf.constant(new int[] {-1, 1, 1, 1})));
  }

  /** What an output of p means, for its card. */
  public Output logDepth(String key) {
    return Output.newBuilder()
        .setTensor(key)
        .setRole(Role.LOG_DEPTH)
        .setScale(logRange())
        .setOffset(Math.log(minMetres))
        .setCanonicalFocalPx(canonicalFocalPx)
        .setMinMetres(minMetres)
        .setMaxMetres(maxMetres)
        .build();
  }

  /** What an output of depth in metres at the canonical focal length means, for its card. */
  public Output canonicalDepth(String key) {
    return Output.newBuilder()
        .setTensor(key)
        .setRole(Role.DEPTH)
        .setCanonicalFocalPx(canonicalFocalPx)
        .setMinMetres(minMetres)
        .setMaxMetres(maxMetres)
        .build();
  }

  /** An output that is the log-variance of the main one. */
  public static Output logVariance(String key) {
    return Output.newBuilder().setTensor(key).setRole(Role.LOG_VARIANCE).build();
  }
}
