package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How rough a map is where its image is smooth: first differences, weighed down at the image's
 * edges.
 *
 * <p>Source: Godard et al. 2017, equation 3 (of disparity); Mahjourian et al. 2018, L_sm (of
 * inverse depth); Li et al. 2019, L_sm (of log depth).
 */
public final class EdgeAwareSmoothness {
  private EdgeAwareSmoothness() {}

  /**
   * The mean |∂x d| e^(−|∂x I|) plus the mean |∂y d| e^(−|∂y I|).
   *
   * @param map d, float64 [N, H, W, 1]
   * @param image I, float64 [N, H, W, C] in [0, 1]; |∂I| is the mean over its channels
   */
  public static Operand<TFloat64> of(Ops tf, Operand<TFloat64> map, Operand<TFloat64> image) {
    return tf.math.add(along(tf, map, image, Maps.ACROSS), along(tf, map, image, Maps.DOWN));
  }

  /**
   * A map divided by each image's mean, so that shrinking all of it does not count as smooth.
   *
   * <p>Shape: float64 [N, H, W, 1]. Source: Wang et al. 2018 (DDVO); Casser et al. 2019.
   */
  public static Operand<TFloat64> overMean(Ops tf, Operand<TFloat64> map) {
    Operand<TFloat64> mean = tf.math.mean(Maps.images(tf, map), tf.constant(1));
    return tf.math.div(map, tf.reshape(mean, tf.constant(new int[] {-1, 1, 1, 1})));
  }

  private static Operand<TFloat64> along(
      Ops tf, Operand<TFloat64> map, Operand<TFloat64> image, int axis) {
    Operand<TFloat64> slope = tf.math.abs(Maps.step(tf, map, axis));
    Operand<TFloat64> edge = Maps.channelMean(tf, tf.math.abs(Maps.step(tf, image, axis)));
    return Maps.mean(tf, tf.math.mul(slope, tf.math.exp(tf.math.neg(edge))));
  }
}
