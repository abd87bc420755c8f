package dev.fathom.train.layers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The expected disparity, or inverse depth, under the softmax of minus its cost.
 *
 * <p>In float64: in mixed precision a disparity of 100 would be rounded to whole pixels.
 *
 * <p>Source: Kendall et al. 2017, equation 1.
 */
public final class SoftArgmin {
  /**
   * A distribution's first two moments.
   *
   * <p>Shape: float64 [N, H, W].
   *
   * @param mean in the hypotheses' units
   * @param variance in their units squared
   */
  public record Moments(Operand<TFloat64> mean, Operand<TFloat64> variance) {}

  private SoftArgmin() {}

  /**
   * The moments of hypotheses at equal steps.
   *
   * @param cost float32 [N, H, W, D]
   * @param first the hypothesis of channel 0
   * @param step from one hypothesis to the next
   */
  public static Moments of(Ops tf, Operand<TFloat32> cost, double first, double step) {
    double[] hypotheses = new double[Sides.channels(cost)];
    for (int d = 0; d < hypotheses.length; d++) {
      hypotheses[d] = first + d * step;
    }
    return of(tf, cost, hypotheses);
  }

  /** The moments of any hypotheses, one for each channel of {@code cost}. */
  public static Moments of(Ops tf, Operand<TFloat32> cost, double[] hypotheses) {
    Float64Math m = new Float64Math(tf);
    if (Sides.channels(cost) != hypotheses.length) {
      throw new IllegalArgumentException(
          Sides.channels(cost) + " costs for " + hypotheses.length + " hypotheses");
    }
    Operand<TFloat64> shares = tf.nn.softmax(tf.math.neg(m.cast(cost)));
    Operand<TFloat64> values = tf.constant(hypotheses);
    Operand<TFloat64> mean = tf.reduceSum(m.times(shares, values), tf.constant(3));
    Operand<TFloat64> distance = m.minus(values, tf.expandDims(mean, tf.constant(3)));
    Operand<TFloat64> variance =
        tf.reduceSum(m.times(shares, tf.math.square(distance)), tf.constant(3));
    return new Moments(mean, variance);
  }
}
