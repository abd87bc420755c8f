package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How much the slopes of two maps differ: the loss that keeps edges where they are.
 *
 * <p>Steps are forward differences to the next pixel; the absolute errors of both directions are
 * added. The paper calls ∇ the sum of the two directions' gradients; a sum with signs would not see
 * errors that run along one diagonal.
 *
 * <p>Source: Niu et al. 2021, equation 4.
 */
public final class DepthGradient {
  private DepthGradient() {}

  /**
   * The mean |∂x e| plus the mean |∂y e|, each over the steps between two known pixels.
   *
   * <p>Shape: both float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out.
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, predicted, truth);
    Operand<TFloat64> error = known.error(tf);
    return tf.math.add(
        along(tf, error, known.mask(), Maps.ACROSS), along(tf, error, known.mask(), Maps.DOWN));
  }

  private static Operand<TFloat64> along(
      Ops tf, Operand<TFloat64> error, Operand<TFloat64> mask, int axis) {
    // Equation 4: ∇y* − ∇y = ∇(y* − y)
    return Maps.mean(tf, tf.math.abs(Maps.step(tf, error, axis)), Maps.stepMask(tf, mask, axis));
  }
}
