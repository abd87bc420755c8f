package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Pinhole cameras in graphs: depth to points and points to pixels.
 *
 * <p>Intrinsics are float64 [N, 4]: fx, fy, cx, cy, in pixels of the picture at hand. Pixel (0, 0)
 * has its centre at coordinate (0, 0). Frame: optical, z forward, x right, y down. float64, because
 * mixed precision would round coordinates to 8 bits.
 */
public final class Projection {
  /** Points nearer than this, or behind the camera, are on no pixel. */
  private static final double MIN_DEPTH = 1e-3;

  /**
   * Where points appear.
   *
   * @param coordinates float64 [N, H, W, 2]: x, y. Invalid: NaN where the point is not in front
   * @param depth float64 [N, H, W]: along the optical axis, also where not in front
   */
  public record Projected(Operand<TFloat64> coordinates, Operand<TFloat64> depth) {}

  private Projection() {}

  /** The coordinates of every pixel. Shape: of {@code like} [N, H, W, …], float64 [1, H, W, 2]. */
  public static Operand<TFloat64> pixels(Ops tf, Operand<?> like) {
    Operand<TInt32> sides = Sides.of(tf, like);
    Operand<TInt32> one = tf.constant(new int[] {1});
    Operand<TInt32> height = tf.slice(sides, tf.constant(new int[] {0}), one);
    Operand<TInt32> width = tf.slice(sides, one, one);
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> x =
        tf.reshape(m.countTo(tf.squeeze(width)), tf.constant(new int[] {1, 1, -1, 1}));
    Operand<TFloat64> y =
        tf.reshape(m.countTo(tf.squeeze(height)), tf.constant(new int[] {1, -1, 1, 1}));
    return tf.concat(
        List.of(
            tf.tile(x, tf.concat(List.of(one, height, one, one), tf.constant(0))),
            tf.tile(y, tf.concat(List.of(one, one, width, one), tf.constant(0)))),
        tf.constant(3));
  }

  /** Points from depth along the optical axis. Shape: float64 [N, H, W] to [N, H, W, 3]. */
  public static Operand<TFloat64> backproject(
      Ops tf, Operand<TFloat64> depth, Operand<TFloat64> intrinsics) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> pixels = pixels(tf, depth);
    Operand<TFloat64> x =
        m.over(
            m.minus(m.element(pixels, 4, 0), number(tf, intrinsics, 2)), number(tf, intrinsics, 0));
    Operand<TFloat64> y =
        m.over(
            m.minus(m.element(pixels, 4, 1), number(tf, intrinsics, 3)), number(tf, intrinsics, 1));
    return tf.stack(List.of(m.times(x, depth), m.times(y, depth), depth), Stack.axis(3L));
  }

  /** Pixels of points. Shape: float64 [N, H, W, 3]. */
  public static Projected project(Ops tf, Operand<TFloat64> points, Operand<TFloat64> intrinsics) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> depth = m.element(points, 4, 2);
    Operand<TFloat64> divisor = tf.math.maximum(depth, m.number(MIN_DEPTH));
    Operand<TFloat64> x =
        m.plus(
            m.times(m.over(m.element(points, 4, 0), divisor), number(tf, intrinsics, 0)),
            number(tf, intrinsics, 2));
    Operand<TFloat64> y =
        m.plus(
            m.times(m.over(m.element(points, 4, 1), divisor), number(tf, intrinsics, 1)),
            number(tf, intrinsics, 3));
    Operand<TFloat64> nowhere = m.number(Double.NaN);
    Operand<TBool> inFront = tf.math.greater(depth, m.number(MIN_DEPTH));
    return new Projected(
        tf.stack(
            List.of(tf.select(inFront, x, nowhere), tf.select(inFront, y, nowhere)),
            Stack.axis(3L)),
        depth);
  }

  /**
   * Where the pixels of one camera appear in another.
   *
   * @param depth float64 [N, H, W], seen by the target camera
   * @param sourceFromTarget float64 [N, 4, 4], see {@link PoseMatrix}
   */
  public static Projected reproject(
      Ops tf,
      Operand<TFloat64> depth,
      Operand<TFloat64> targetIntrinsics,
      Operand<TFloat64> sourceFromTarget,
      Operand<TFloat64> sourceIntrinsics) {
    Operand<TFloat64> points = backproject(tf, depth, targetIntrinsics);
    return project(tf, PoseMatrix.transform(tf, sourceFromTarget, points), sourceIntrinsics);
  }

  /** One of the intrinsics of each camera. Shape: [N, 1, 1]. */
  private static Operand<TFloat64> number(Ops tf, Operand<TFloat64> intrinsics, int index) {
    return tf.reshape(
        new Float64Math(tf).element(intrinsics, 2, index), tf.constant(new int[] {-1, 1, 1}));
  }
}
