package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The reverse Huber loss: L1 for small errors, a parabola for large ones, which it weighs more.
 *
 * <p>The threshold c follows the batch and is a constant for the gradient.
 *
 * <p>Source: Laina et al. 2016, berHu; Niu et al. 2021, equation 3.
 */
public final class ReverseHuber {
  private static final double SHARE_OF_MAX = 1.0 / 5;

  /** Where every error is 0 so is c, and nothing reaches the parabola that is divided by it. */
  private static final double SMALLEST = 1e-12;

  private ReverseHuber() {}

  /**
   * The mean over the pixels with known truth.
   *
   * <p>Shape: both float64, the same. Invalid: NaN or infinite truth is left out.
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, predicted, truth);
    Operand<TFloat64> e = known.absoluteError(tf);
    // c = 1/5 max |y − y*|
    Operand<TFloat64> c =
        tf.stopGradient(
            tf.math.maximum(Maps.scaled(tf, Maps.max(tf, e), SHARE_OF_MAX), tf.constant(SMALLEST)));
    // Equation 3: |e| up to c, (e² + c²) / 2c beyond
    Operand<TFloat64> parabola =
        tf.math.div(tf.math.add(tf.math.square(e), tf.math.square(c)), Maps.scaled(tf, c, 2));
    return known.mean(tf, tf.select(tf.math.lessEqual(e, c), e, parabola));
  }
}
