package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * A prediction and its truth where the truth is known: the one rule for unknown truth in losses.
 *
 * <p>Where the truth is NaN or infinite, prediction and truth are both 1, so that there is no error
 * and no gradient, and logarithms and quotients taken of them stay finite. A selection only after
 * such a function would not do: its gradient is 0 · NaN there.
 *
 * @param mask 1 where the truth is known, else 0
 */
record Known(Operand<TFloat64> mask, Operand<TFloat64> predicted, Operand<TFloat64> truth) {

  /** Shape: both the same, any. */
  static Known of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TBool> finite = tf.math.isFinite(truth);
    Operand<TFloat64> ones = Maps.ones(tf, truth);
    return new Known(
        tf.select(finite, ones, Maps.zeros(tf, truth)),
        tf.select(finite, predicted, ones),
        tf.select(finite, truth, ones));
  }

  /** Predicted − truth; 0 where the truth is unknown. */
  Operand<TFloat64> error(Ops tf) {
    return tf.math.sub(predicted, truth);
  }

  Operand<TFloat64> absoluteError(Ops tf) {
    return tf.math.abs(error(tf));
  }

  /** Mean of {@code x} where the truth is known; 0 where it is known nowhere. */
  Operand<TFloat64> mean(Ops tf, Operand<TFloat64> x) {
    return Maps.mean(tf, x, mask);
  }
}
