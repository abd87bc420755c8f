package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Structural similarity of two maps, the mean over all windows that lie inside.
 *
 * <p>Shape: both float32 [N, H, W, 1] with sides of at least 11; the range L of the values is 1.
 *
 * <p>Source: Wang et al. 2004, equation 13: Gaussian windows of 11×11 with σ 1.5, C1 = (0.01 L)²,
 * C2 = (0.03 L)².
 */
public final class Ssim {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final float C1 = 0.01f * 0.01f;
  private static final float C2 = 0.03f * 0.03f;

  private Ssim() {}

  public static Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, Operand<TFloat32> y) {
    Operand<TFloat32> meanX = blur(tf, x);
    Operand<TFloat32> meanY = blur(tf, y);
    Operand<TFloat32> meanXy = tf.math.mul(meanX, meanY);
    Operand<TFloat32> meanXx = tf.math.square(meanX);
    Operand<TFloat32> meanYy = tf.math.square(meanY);
    Operand<TFloat32> covariance = tf.math.sub(blur(tf, tf.math.mul(x, y)), meanXy);
    // Of x² + y², because only the sum of the two variances is needed.
    Operand<TFloat32> squares = blur(tf, tf.math.add(tf.math.square(x), tf.math.square(y)));
    Operand<TFloat32> variances = tf.math.sub(squares, tf.math.add(meanXx, meanYy));
    Operand<TFloat32> two = tf.constant(2f);
    Operand<TFloat32> numerator =
        tf.math.mul(
            tf.math.add(tf.math.mul(two, meanXy), tf.constant(C1)),
            tf.math.add(tf.math.mul(two, covariance), tf.constant(C2)));
    Operand<TFloat32> denominator =
        tf.math.mul(
            tf.math.add(tf.math.add(meanXx, meanYy), tf.constant(C1)),
            tf.math.add(variances, tf.constant(C2)));
    return tf.math.mean(tf.math.div(numerator, denominator), tf.constant(new int[] {0, 1, 2, 3}));
  }

  /** The Gaussian is separable: one pass down, one across. */
  private static Operand<TFloat32> blur(Ops tf, Operand<TFloat32> x) {
    List<Long> strides = List.of(1L, 1L, 1L, 1L);
    Operand<TFloat32> weights = tf.constant(gaussian());
    Operand<TFloat32> down = tf.reshape(weights, tf.constant(new int[] {WINDOW, 1, 1, 1}));
    Operand<TFloat32> across = tf.reshape(weights, tf.constant(new int[] {1, WINDOW, 1, 1}));
    return tf.nn.conv2d(tf.nn.conv2d(x, down, strides, "VALID"), across, strides, "VALID");
  }

  static float[] gaussian() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double offset = i - (WINDOW - 1) / 2.0;
      weights[i] = Math.exp(-offset * offset / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    float[] normalised = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      normalised[i] = (float) (weights[i] / sum);
    }
    return normalised;
  }
}
