package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How much a map bends: the L1 norm of its second differences. Slanted planes cost nothing.
 *
 * <p>Source: Zhou et al. 2017, section 3.4, L_smooth.
 */
public final class SecondOrderSmoothness {
  private SecondOrderSmoothness() {}

  /**
   * The means of |∂xx d|, |∂xy d|, |∂yx d| and |∂yy d|, added.
   *
   * @param map float64 [N, H, W, 1], sides of at least 3
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> map) {
    Operand<TFloat64> across = Maps.step(tf, map, Maps.ACROSS);
    Operand<TFloat64> down = Maps.step(tf, map, Maps.DOWN);
    return tf.math.addN(
        List.of(
            size(tf, across, Maps.ACROSS),
            size(tf, across, Maps.DOWN),
            size(tf, down, Maps.ACROSS),
            size(tf, down, Maps.DOWN)));
  }

  private static Operand<TFloat64> size(Ops tf, Operand<TFloat64> slope, int axis) {
    return Maps.mean(tf, tf.math.abs(Maps.step(tf, slope, axis)));
  }
}
