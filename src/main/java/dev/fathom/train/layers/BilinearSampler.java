package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Reads pictures between their pixels, with gradients for the pictures and for where they are read.
 *
 * <p>Coordinates are float64 (mixed precision leaves those alone): x, y in pixels, (0, 0) the
 * centre of the first. Source: Jaderberg et al. 2015, equation 5.
 *
 * <p>Cost: four gathers of the output's size.
 */
public final class BilinearSampler {
  /**
   * What was read.
   *
   * @param values [N, h, w, C]. Invalid: 0
   * @param valid float64 [N, h, w]: 1 where the coordinates lie between the centres of the
   *     outermost pixels, 0 elsewhere
   */
  public record Sampled<T extends TFloating>(Operand<T> values, Operand<TFloat64> valid) {}

  /** A coordinate between two pixels: the index of either, and the weight of the second. */
  private record Between(Operand<TInt32> first, Operand<TInt32> second, Operand<TFloat64> weight) {}

  private BilinearSampler() {}

  /**
   * Reads {@code image} at the coordinates.
   *
   * @param image [N, H, W, C], float32 or float64
   * @param coordinates float64 [N, h, w, 2]; NaN is outside
   */
  public static <T extends TFloating> Sampled<T> sample(
      Ops tf, Operand<T> image, Operand<TFloat64> coordinates) {
    Float64Math m = new Float64Math(tf);
    Operand<TInt32> sides = Sides.of(tf, image);
    Operand<TInt32> height = side(tf, sides, 0);
    Operand<TInt32> width = side(tf, sides, 1);
    Operand<TFloat64> x = m.element(coordinates, 4, 0);
    Operand<TFloat64> y = m.element(coordinates, 4, 1);
    Operand<TBool> inside = tf.math.logicalAnd(within(m, x, width), within(m, y, height));
    // NaN must not reach the indices, and would survive a product with the mask.
    Between columns = between(m, tf.select(inside, x, m.number(0)), width);
    Between rows = between(m, tf.select(inside, y, m.number(0)), height);
    Operand<TInt32> above =
        tf.math.mul(tf.math.add(rows.first(), offsets(tf, image, height)), width);
    Operand<TInt32> below =
        tf.math.mul(tf.math.add(rows.second(), offsets(tf, image, height)), width);
    Operand<T> pixels = tf.reshape(image, tf.constant(new int[] {-1, Sides.channels(image)}));
    Operand<T> upper = mixed(m, pixels, above, columns);
    Operand<T> lower = mixed(m, pixels, below, columns);
    Operand<TFloat64> valid = m.cast(inside(tf, inside));
    Operand<T> values = mixed(m, upper, lower, rows.weight());
    return new Sampled<>(tf.math.mul(values, asWeight(m, valid, image)), valid);
  }

  /**
   * Reads each row of {@code image} at x + {@code offset}: a rectified pair's other picture.
   *
   * @param offset float64 [N, H, W], in pixels, positive to the right; NaN is outside
   */
  public static <T extends TFloating> Sampled<T> shifted(
      Ops tf, Operand<T> image, Operand<TFloat64> offset) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> still = tf.zerosLike(offset);
    return sample(
        tf,
        image,
        m.plus(Projection.pixels(tf, image), tf.stack(List.of(offset, still), Stack.axis(3L))));
  }

  private static Operand<TInt32> side(Ops tf, Operand<TInt32> sides, int index) {
    return tf.squeeze(tf.slice(sides, tf.constant(new int[] {index}), tf.constant(new int[] {1})));
  }

  private static Operand<TBool> within(
      Float64Math m, Operand<TFloat64> coordinate, Operand<TInt32> side) {
    Operand<TFloat64> last = m.minus(m.cast(side), m.number(1));
    return m.tf()
        .math
        .logicalAnd(
            m.tf().math.greaterEqual(coordinate, m.number(0)),
            m.tf().math.lessEqual(coordinate, last));
  }

  private static Between between(
      Float64Math m, Operand<TFloat64> coordinate, Operand<TInt32> side) {
    Ops tf = m.tf();
    Operand<TFloat64> floor = tf.math.floor(tf.stopGradient(coordinate));
    Operand<TInt32> first = tf.dtypes.cast(floor, TInt32.class);
    Operand<TInt32> second =
        tf.math.minimum(tf.math.add(first, tf.constant(1)), tf.math.sub(side, tf.constant(1)));
    return new Between(first, second, m.minus(coordinate, floor));
  }

  /** Rows of all the pictures before each one. Shape: int32 [N, 1, 1]. */
  private static Operand<TInt32> offsets(Ops tf, Operand<?> image, Operand<TInt32> height) {
    Operand<TInt32> count = side(tf, tf.shape(image), 0);
    Operand<TInt32> pictures = tf.range(tf.constant(0), count, tf.constant(1));
    return tf.reshape(tf.math.mul(pictures, height), tf.constant(new int[] {-1, 1, 1}));
  }

  private static <T extends TFloating> Operand<T> mixed(
      Float64Math m, Operand<T> pixels, Operand<TInt32> row, Between columns) {
    Ops tf = m.tf();
    Operand<T> left = tf.gather(pixels, tf.math.add(row, columns.first()), tf.constant(0));
    Operand<T> right = tf.gather(pixels, tf.math.add(row, columns.second()), tf.constant(0));
    return mixed(m, left, right, columns.weight());
  }

  /** first + weight · (second − first). */
  private static <T extends TFloating> Operand<T> mixed(
      Float64Math m, Operand<T> first, Operand<T> second, Operand<TFloat64> weight) {
    Ops tf = m.tf();
    Operand<T> share = asWeight(m, weight, first);
    return tf.math.add(first, tf.math.mul(share, tf.math.sub(second, first)));
  }

  /** Shape: [N, h, w] to [N, h, w, 1]. */
  private static <T extends TFloating> Operand<T> asWeight(
      Float64Math m, Operand<TFloat64> weight, Operand<T> like) {
    Ops tf = m.tf();
    return tf.dtypes.cast(tf.expandDims(weight, tf.constant(3)), like.type());
  }

  private static Operand<TInt32> inside(Ops tf, Operand<TBool> inside) {
    return tf.select(inside, tf.constant(1), tf.constant(0));
  }
}
