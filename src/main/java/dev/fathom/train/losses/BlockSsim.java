package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Structural dissimilarity (1 − SSIM) / 2 of two images over flat windows of 3×3, a map from 0 to
 * 1.
 *
 * <p>Shape: float64 [N, H, W, C] → [N, H − 2, W − 2, C], the windows that lie inside.
 *
 * <p>Source: Godard et al. 2017, equation 2: a block filter in place of the Gaussian; C1 = 0.01²,
 * C2 = 0.03² for values in [0, 1].
 */
final class BlockSsim {
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  /** Means of nine ones may round to a little less than 1. */
  private static final double ALL_KNOWN = 1 - 1e-6;

  private BlockSsim() {}

  static Operand<TFloat64> dissimilarity(Ops tf, Operand<TFloat64> x, Operand<TFloat64> y) {
    Operand<TFloat64> meanX = block(tf, x);
    Operand<TFloat64> meanY = block(tf, y);
    Operand<TFloat64> meanXy = tf.math.mul(meanX, meanY);
    Operand<TFloat64> meanSquares = tf.math.add(tf.math.square(meanX), tf.math.square(meanY));
    Operand<TFloat64> covariance = tf.math.sub(block(tf, tf.math.mul(x, y)), meanXy);
    Operand<TFloat64> squares = block(tf, tf.math.add(tf.math.square(x), tf.math.square(y)));
    Operand<TFloat64> variances = tf.math.sub(squares, meanSquares);
    Operand<TFloat64> numerator =
        tf.math.mul(
            tf.math.add(Maps.scaled(tf, meanXy, 2), tf.constant(C1)),
            tf.math.add(Maps.scaled(tf, covariance, 2), tf.constant(C2)));
    Operand<TFloat64> denominator =
        tf.math.mul(
            tf.math.add(meanSquares, tf.constant(C1)), tf.math.add(variances, tf.constant(C2)));
    Operand<TFloat64> ssim = tf.math.div(numerator, denominator);
    return Maps.scaled(tf, tf.math.sub(tf.constant(1.0), ssim), 0.5);
  }

  /** 1 for the windows in which every pixel is 1. Shape: [N, H, W, 1] → [N, H − 2, W − 2, 1]. */
  static Operand<TFloat64> windowMask(Ops tf, Operand<TFloat64> mask) {
    Operand<TFloat64> share = block(tf, tf.stopGradient(mask));
    return tf.select(
        tf.math.greater(share, tf.constant(ALL_KNOWN)),
        Maps.ones(tf, share),
        Maps.zeros(tf, share));
  }

  private static Operand<TFloat64> block(Ops tf, Operand<TFloat64> x) {
    return tf.nn.avgPool(x, List.of(1L, 3L, 3L, 1L), List.of(1L, 1L, 1L, 1L), "VALID");
  }
}
