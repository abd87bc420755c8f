package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How much the surface normals of two depth maps differ: 1 − cosine, with normals [−∂x d, −∂y d, 1]
 * from forward differences.
 *
 * <p>Source: Niu et al. 2021, equation 5.
 */
public final class SurfaceNormals {
  private SurfaceNormals() {}

  /**
   * The mean over the pixels that are known together with their right and lower neighbours.
   *
   * <p>Shape: both float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out.
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, predicted, truth);
    Operand<TFloat64> px = across(tf, known.predicted());
    Operand<TFloat64> py = down(tf, known.predicted());
    Operand<TFloat64> dx = across(tf, known.truth());
    Operand<TFloat64> dy = down(tf, known.truth());
    Operand<TFloat64> one = tf.constant(1.0);
    // Equation 5: ⟨n_d, n_p⟩ / (‖n_d‖ ‖n_p‖)
    Operand<TFloat64> product =
        tf.math.add(tf.math.add(tf.math.mul(dx, px), tf.math.mul(dy, py)), one);
    Operand<TFloat64> cosine =
        tf.math.div(product, tf.math.mul(length(tf, dx, dy), length(tf, px, py)));
    Operand<TFloat64> mask =
        tf.math.mul(
            Maps.here(tf, Maps.stepMask(tf, known.mask(), Maps.ACROSS), Maps.DOWN),
            Maps.here(tf, Maps.stepMask(tf, known.mask(), Maps.DOWN), Maps.ACROSS));
    return Maps.mean(tf, tf.math.sub(one, cosine), mask);
  }

  /** Both directions' steps on the pixels that have both. */
  private static Operand<TFloat64> across(Ops tf, Operand<TFloat64> x) {
    return Maps.here(tf, Maps.step(tf, x, Maps.ACROSS), Maps.DOWN);
  }

  private static Operand<TFloat64> down(Ops tf, Operand<TFloat64> x) {
    return Maps.here(tf, Maps.step(tf, x, Maps.DOWN), Maps.ACROSS);
  }

  private static Operand<TFloat64> length(Ops tf, Operand<TFloat64> x, Operand<TFloat64> y) {
    return tf.math.sqrt(
        tf.math.add(tf.math.add(tf.math.square(x), tf.math.square(y)), tf.constant(1.0)));
  }
}
