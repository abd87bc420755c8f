package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How far log depth is off, and how far its steps from pixel to pixel are.
 *
 * <p>L = mean |d| + w · Σ over steps of mean (|∇x d| + |∇y d|) with d = p̂ − p; the steps are 1 and
 * 4 pixels. |d| keeps errors in proportion to depth; differences of d do not see a wrong scale, and
 * make edges sharp and surfaces straight.
 *
 * <p>Source: the gradient term is Li and Snavely 2018 (MegaDepth), equation 4, on pixels instead of
 * smaller pictures.
 *
 * @param gradientWeight w
 */
public record LogDepthLoss(double gradientWeight) {
  public static final LogDepthLoss DEFAULT = new LogDepthLoss(0.25);

  private static final int[] STEPS = {1, 4};

  public LogDepthLoss {
    if (!(gradientWeight >= 0) || Double.isInfinite(gradientWeight)) {
      throw new IllegalArgumentException(
          "gradientWeight must not be negative, found " + gradientWeight);
    }
  }

  /**
   * The loss of a batch.
   *
   * @param predicted p̂, float64 [N, H, W, 1] with sides of more than 4
   * @param truth p, same shape, without NaN
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TFloat64> d = tf.math.sub(predicted, truth);
    Operand<TFloat64> loss = meanMagnitude(tf, d);
    for (int step : STEPS) {
      for (int axis = 1; axis <= 2; axis++) {
        loss =
            tf.math.add(
                loss,
                tf.math.mul(
                    meanMagnitude(tf, difference(tf, d, axis, step)), tf.constant(gradientWeight)));
      }
    }
    return loss;
  }

  private static Operand<TFloat64> difference(Ops tf, Operand<TFloat64> d, int axis, int step) {
    int[] from = {0, 0, 0, 0};
    from[axis] = step;
    int[] origin = {0, 0, 0, 0};
    Operand<TFloat64> next =
        tf.slice(d, tf.constant(from), tf.constant(new int[] {-1, -1, -1, -1}));
    Operand<TFloat64> here =
        tf.slice(d, tf.constant(origin), tf.math.sub(tf.shape(d), tf.constant(from)));
    return tf.math.sub(next, here);
  }

  private static Operand<TFloat64> meanMagnitude(Ops tf, Operand<TFloat64> x) {
    return tf.math.mean(tf.math.abs(x), tf.constant(new int[] {0, 1, 2, 3}));
  }
}
