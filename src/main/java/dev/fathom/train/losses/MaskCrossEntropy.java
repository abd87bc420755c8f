package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Softmax cross-entropy of a segmentation.
 *
 * <p>Source: Liu et al. 2018 (PlaneNet), section 3.2, plane segmentation loss.
 */
public final class MaskCrossEntropy {
  private MaskCrossEntropy() {}

  /**
   * The mean −ln of the true class's probability over the labelled pixels.
   *
   * @param logits float64 [N, H, W, C]
   * @param labels int32 [N, H, W], 0 to C − 1. Invalid: anything else is unlabelled
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> logits, Operand<TInt32> labels) {
    Operand<TInt32> classes =
        tf.squeeze(
            tf.slice(tf.shape(logits), tf.constant(new int[] {3}), tf.constant(new int[] {1})));
    // A label that is no class has no 1 in its row, and so neither loss nor weight.
    Operand<TFloat64> oneHot = tf.oneHot(labels, classes, tf.constant(1.0), tf.constant(0.0));
    Operand<TFloat64> likely = Maps.sum(tf, tf.math.mul(oneHot, Maps.logSoftmax(tf, logits)));
    return tf.math.neg(tf.math.divNoNan(likely, Maps.sum(tf, oneHot)));
  }
}
