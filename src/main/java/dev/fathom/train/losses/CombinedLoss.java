package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The combined loss of the real-time U-Net: overall likeness, structure, and edges.
 *
 * <p>Source: Zhang, "Realtime Single Image Depth Estimation", equations 5 to 7. The paper prints no
 * β and does not say how the colour channels join in the image gradient: β is 1, and the gradient
 * is the mean of the channels' absolute differences to the next pixel, 0 at the last.
 *
 * @param alpha weight of L1
 * @param beta weight of 1 − SSIM
 * @param gamma weight of the edge loss
 */
public record CombinedLoss(double alpha, double beta, double gamma) {
  public static final CombinedLoss DEFAULT = new CombinedLoss(2, 1, 5);

  public CombinedLoss {
    if (!(alpha >= 0 && beta >= 0 && gamma >= 0 && alpha + beta + gamma > 0)) {
      throw new IllegalArgumentException(
          "loss weights must not be negative nor all 0, found "
              + (alpha + ", " + beta + ", " + gamma));
    }
  }

  /**
   * The loss of a batch.
   *
   * @param image float64 [N, H, W, 3] in [0, 1]
   * @param predicted p̂, float64 [N, H, W, 1]
   * @param truth p, float64 [N, H, W, 1], without NaN
   */
  public Operand<TFloat64> of(
      Ops tf, Operand<TFloat64> image, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TFloat64> error = tf.math.abs(tf.math.sub(predicted, truth));
    Operand<TFloat64> l1 = mean(tf, error);
    // Equation 5
    Operand<TFloat64> ls = tf.math.sub(tf.constant(1.0), Ssim.of(tf, predicted, truth));
    // Equation 6: (1 − e^(−gx)) |p − p̂| + (1 − e^(−gy)) |p − p̂|
    Operand<TFloat64> edges = tf.math.add(edgeness(tf, image, 2), edgeness(tf, image, 1));
    Operand<TFloat64> le = mean(tf, tf.math.mul(edges, error));
    // Equation 7
    double sum = alpha + beta + gamma;
    return tf.math.add(
        scaled(tf, l1, alpha / sum),
        tf.math.add(scaled(tf, ls, beta / sum), scaled(tf, le, gamma / sum)));
  }

  /** 1 − e^(−g), with g the image's gradient along {@code axis}. */
  private static Operand<TFloat64> edgeness(Ops tf, Operand<TFloat64> image, int axis) {
    int[] from = {0, 0, 0, 0};
    from[axis] = 1;
    int[] padding = {0, 0, 0, 0};
    padding[axis] = 1;
    Operand<TFloat64> next =
        tf.slice(image, tf.constant(from), tf.constant(new int[] {-1, -1, -1, -1}));
    Operand<TFloat64> here =
        tf.slice(
            image,
            tf.constant(new int[] {0, 0, 0, 0}),
            tf.math.sub(tf.shape(image), tf.constant(from)));
    Operand<TFloat64> difference = tf.math.abs(tf.math.sub(next, here));
    int[][] after = {{0, padding[0]}, {0, padding[1]}, {0, padding[2]}, {0, padding[3]}};
    Operand<TFloat64> gradient =
        tf.expandDims(
            tf.math.mean(tf.pad(difference, tf.constant(after), tf.constant(0.0)), tf.constant(3)),
            tf.constant(3));
    return tf.math.sub(tf.constant(1.0), tf.math.exp(tf.math.neg(gradient)));
  }

  private static Operand<TFloat64> mean(Ops tf, Operand<TFloat64> x) {
    return tf.math.mean(x, tf.constant(new int[] {0, 1, 2, 3}));
  }

  private static Operand<TFloat64> scaled(Ops tf, Operand<TFloat64> x, double factor) {
    return tf.math.mul(x, tf.constant(factor));
  }
}
