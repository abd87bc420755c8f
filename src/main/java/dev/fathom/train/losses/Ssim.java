package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Structural similarity of two maps, the mean over all windows that lie inside.
 *
 * <p>Shape: both float64 [N, H, W, 1] with sides of at least 11; the range L of the values is 1.
 *
 * <p>Source: Wang et al. 2004, equation 13: Gaussian windows of 11×11 with σ 1.5, C1 = (0.01 L)²,
 * C2 = (0.03 L)².
 */
public final class Ssim {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  private Ssim() {}

  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> x, Operand<TFloat64> y) {
    Operand<TFloat64> meanX = blur(tf, x);
    Operand<TFloat64> meanY = blur(tf, y);
    Operand<TFloat64> meanXy = tf.math.mul(meanX, meanY);
    Operand<TFloat64> meanXx = tf.math.square(meanX);
    Operand<TFloat64> meanYy = tf.math.square(meanY);
    Operand<TFloat64> covariance = tf.math.sub(blur(tf, tf.math.mul(x, y)), meanXy);
    // Of x² + y², because only the sum of the two variances is needed.
    Operand<TFloat64> squares = blur(tf, tf.math.add(tf.math.square(x), tf.math.square(y)));
    Operand<TFloat64> variances = tf.math.sub(squares, tf.math.add(meanXx, meanYy));
    Operand<TFloat64> two = tf.constant(2.0);
    Operand<TFloat64> numerator =
        tf.math.mul(
            tf.math.add(tf.math.mul(two, meanXy), tf.constant(C1)),
            tf.math.add(tf.math.mul(two, covariance), tf.constant(C2)));
    Operand<TFloat64> denominator =
        tf.math.mul(
            tf.math.add(tf.math.add(meanXx, meanYy), tf.constant(C1)),
            tf.math.add(variances, tf.constant(C2)));
    return tf.math.mean(tf.math.div(numerator, denominator), tf.constant(new int[] {0, 1, 2, 3}));
  }

  /** The Gaussian is separable: one pass down, one across. */
  private static Operand<TFloat64> blur(Ops tf, Operand<TFloat64> x) {
    List<Long> strides = List.of(1L, 1L, 1L, 1L);
    Operand<TFloat64> weights = tf.constant(gaussian());
    Operand<TFloat64> down = tf.reshape(weights, tf.constant(new int[] {WINDOW, 1, 1, 1}));
    Operand<TFloat64> across = tf.reshape(weights, tf.constant(new int[] {1, WINDOW, 1, 1}));
    return tf.nn.conv2d(tf.nn.conv2d(x, down, strides, "VALID"), across, strides, "VALID");
  }

  static double[] gaussian() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double offset = i - (WINDOW - 1) / 2.0;
      weights[i] = Math.exp(-offset * offset / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
