package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Depth from planes and masks.
 *
 * <p>A plane P = n d (its normal times its distance) is seen along the ray r at the depth z with P
 * · z r = ‖P‖², for a ray whose third component is 1.
 *
 * <p>Source: Liu et al. 2018 (PlaneNet), equation 3 and section 3.2.
 *
 * @param maxDepth where a plane is farther, behind the camera or along the ray
 */
public record PlaneDepth(double maxDepth) {
  /** For rooms. Units: metres. */
  public static final PlaneDepth INDOORS = new PlaneDepth(10);

  public PlaneDepth {
    if (!(maxDepth > 0 && Double.isFinite(maxDepth))) {
      throw new IllegalArgumentException(
          "greatest depth must be positive and finite, found " + maxDepth);
    }
  }

  /**
   * The depth of every plane at every pixel.
   *
   * @param planes P, float64 [N, K, 3]. A plane of zeros has depth 0
   * @param rays r, float64 [N, H, W, 3], the third component 1
   * @return float64 [N, H, W, K]
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> planes, Operand<TFloat64> rays) {
    Operand<TFloat64> square =
        tf.reshape(
            tf.sum(tf.math.square(planes), tf.constant(2)),
            tf.stack(
                List.of(
                    Maps.side(tf, planes, 0),
                    tf.constant(1),
                    tf.constant(1),
                    Maps.side(tf, planes, 1))));
    Operand<TFloat64> wide = tf.expandDims(tf.expandDims(planes, tf.constant(1)), tf.constant(1));
    Operand<TFloat64> along =
        tf.sum(tf.math.mul(tf.expandDims(rays, tf.constant(3)), wide), tf.constant(4));
    // Not below ‖P‖² / z_max, so that z is never above z_max nor negative.
    Operand<TFloat64> least = Maps.scaled(tf, square, 1 / maxDepth);
    return tf.math.divNoNan(square, tf.math.maximum(along, least));
  }

  /**
   * Equation 3: each mask answers for its own depth, Σ_i M_i (D_i − D*)², the mean over the pixels
   * with known truth.
   *
   * @param depths D, float64 [N, H, W, C]: the planes' and the non-planar one's
   * @param masks M, probabilities, float64 [N, H, W, C]
   * @param truth D*, float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out
   */
  public static Operand<TFloat64> maskedLoss(
      Ops tf, Operand<TFloat64> depths, Operand<TFloat64> masks, Operand<TFloat64> truth) {
    Known known = Known.of(tf, truth, truth);
    Operand<TFloat64> square = tf.math.square(tf.math.sub(depths, known.truth()));
    Operand<TFloat64> sum =
        tf.expandDims(tf.sum(tf.math.mul(masks, square), tf.constant(3)), tf.constant(3));
    return known.mean(tf, sum);
  }

  /** The depth map composed of all: Σ_i M_i D_i. Shape: [N, H, W, C] → [N, H, W, 1]. */
  public static Operand<TFloat64> composed(
      Ops tf, Operand<TFloat64> depths, Operand<TFloat64> masks) {
    return tf.expandDims(tf.sum(tf.math.mul(masks, depths), tf.constant(3)), tf.constant(3));
  }
}
