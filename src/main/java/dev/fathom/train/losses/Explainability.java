package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * What a network believes the other view can explain, pixel by pixel: the softmax of two channels,
 * "cannot" and "can".
 *
 * <p>Source: Zhou et al. 2017, section 3.3.
 */
public final class Explainability {
  private Explainability() {}

  /** Ê, the probability of "can". Shape: float64 [N, H, W, 2] → [N, H, W, 1]. */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> logits) {
    return tf.math.sigmoid(margin(tf, logits));
  }

  /**
   * Cross-entropy with the constant label 1, the mean −ln Ê: without it a mask of 0 would be the
   * least loss.
   *
   * @param logits float64 [N, H, W, 2]
   */
  public static Operand<TFloat64> regularisation(Ops tf, Operand<TFloat64> logits) {
    // −ln sigmoid(m) = ln(1 + e^(−m))
    return Maps.mean(tf, tf.math.softplus(tf.math.neg(margin(tf, logits))));
  }

  private static Operand<TFloat64> margin(Ops tf, Operand<TFloat64> logits) {
    return tf.math.sub(channel(tf, logits, 1), channel(tf, logits, 0));
  }

  private static Operand<TFloat64> channel(Ops tf, Operand<TFloat64> x, int channel) {
    return tf.slice(
        x, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1}));
  }
}
