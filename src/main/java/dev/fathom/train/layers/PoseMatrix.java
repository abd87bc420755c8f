package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat64;

/**
 * Rigid transforms in graphs, from the six numbers a pose network predicts.
 *
 * <p>Frame: {@code targetFromSource}: a transform takes points in the source camera to the target
 * camera. Units: metres (or the scale of the depth), radians. Shape: float64 [N, 4, 4], last row 0
 * 0 0 1. float64, because mixed precision would round coordinates to 8 bits.
 */
public final class PoseMatrix {
  /** Keeps the rotation's derivative defined at 0; (10⁻⁸ rad)². */
  private static final double ANGLE_FLOOR = 1e-16;

  private static final double[][] IDENTITY = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  /** What the last row of a rigid transform has and the others add nothing to. */
  private static final double[][] CORNER = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 1}};

  private PoseMatrix() {}

  /**
   * Translation, then Euler angles: R = Rx · Ry · Rz.
   *
   * <p>Source: the convention of Zhou et al. 2017.
   *
   * @param six float64 [N, 6]: tx, ty, tz, rx, ry, rz
   */
  public static Operand<TFloat64> fromEuler(Ops tf, Operand<TFloat64> six) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> cx = tf.math.cos(m.element(six, 2, 3));
    Operand<TFloat64> sx = tf.math.sin(m.element(six, 2, 3));
    Operand<TFloat64> cy = tf.math.cos(m.element(six, 2, 4));
    Operand<TFloat64> sy = tf.math.sin(m.element(six, 2, 4));
    Operand<TFloat64> cz = tf.math.cos(m.element(six, 2, 5));
    Operand<TFloat64> sz = tf.math.sin(m.element(six, 2, 5));
    Operand<TFloat64> sxsy = m.times(sx, sy);
    Operand<TFloat64> cxsy = m.times(cx, sy);
    Operand<TFloat64> rotation =
        matrix(
            tf,
            List.of(
                m.times(cy, cz),
                tf.math.neg(m.times(cy, sz)),
                sy,
                m.plus(m.times(cx, sz), m.times(sxsy, cz)),
                m.minus(m.times(cx, cz), m.times(sxsy, sz)),
                tf.math.neg(m.times(sx, cy)),
                m.minus(m.times(sx, sz), m.times(cxsy, cz)),
                m.plus(m.times(sx, cz), m.times(cxsy, sz)),
                m.times(cx, cy)));
    return rigid(tf, rotation, translationOf(tf, six));
  }

  /**
   * Translation, then a rotation about an axis by the length of the vector.
   *
   * <p>Source: Rodrigues' formula, R = I + sin θ/θ [w]× + (1 − cos θ)/θ² [w]×².
   *
   * @param six float64 [N, 6]: tx, ty, tz, wx, wy, wz
   */
  public static Operand<TFloat64> fromRotationVector(Ops tf, Operand<TFloat64> six) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> x = m.element(six, 2, 3);
    Operand<TFloat64> y = m.element(six, 2, 4);
    Operand<TFloat64> z = m.element(six, 2, 5);
    Operand<TFloat64> zero = tf.zerosLike(x);
    Operand<TFloat64> cross =
        matrix(
            tf, List.of(zero, tf.math.neg(z), y, z, zero, tf.math.neg(x), tf.math.neg(y), x, zero));
    Operand<TFloat64> squares = m.plus(m.times(x, x), m.plus(m.times(y, y), m.times(z, z)));
    Operand<TFloat64> angle = tf.math.sqrt(m.plus(squares, m.number(ANGLE_FLOOR)));
    Operand<TFloat64> first = factor(tf, m.over(tf.math.sin(angle), angle));
    Operand<TFloat64> second = factor(tf, secondFactor(m, angle));
    Operand<TFloat64> rotation =
        m.plus(
            tf.constant(IDENTITY),
            m.plus(
                m.times(first, cross),
                m.times(second, tf.train.batchMatMul(cross, cross, TFloat64.class))));
    return rigid(tf, rotation, translationOf(tf, six));
  }

  /**
   * The six numbers of {@link #fromRotationVector}, for rotations of less than half a turn.
   *
   * <p>Shape: float64 [N, 4, 4] to [N, 6].
   */
  public static Operand<TFloat64> toRotationVector(Ops tf, Operand<TFloat64> pose) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> rotation = rotation(tf, pose);
    Operand<TFloat64> skew =
        m.minus(rotation, tf.linalg.transpose(rotation, tf.constant(new int[] {0, 2, 1})));
    Operand<TFloat64> flat = tf.reshape(skew, tf.constant(new int[] {-1, 9}));
    // 2 sin θ · axis: elements (3,2), (1,3) and (2,1), counted from 1
    Operand<TFloat64> twice = tf.gather(flat, tf.constant(new int[] {7, 2, 3}), tf.constant(1));
    Operand<TFloat64> trace =
        tf.reduceSum(m.times(rotation, tf.constant(IDENTITY)), tf.constant(new int[] {1, 2}));
    Operand<TFloat64> squares = tf.reduceSum(tf.math.square(twice), tf.constant(1));
    Operand<TFloat64> sine =
        m.times(tf.math.sqrt(m.plus(squares, m.number(ANGLE_FLOOR))), m.number(0.5));
    Operand<TFloat64> cosine = m.times(m.minus(trace, m.number(1)), m.number(0.5));
    Operand<TFloat64> perSine = m.over(tf.math.atan2(sine, cosine), sine);
    Operand<TFloat64> vector =
        m.times(twice, tf.expandDims(m.times(perSine, m.number(0.5)), tf.constant(1)));
    Operand<TFloat64> translation =
        tf.reshape(translation(tf, pose), tf.constant(new int[] {-1, 3}));
    return tf.concat(List.of(translation, vector), tf.constant(1));
  }

  /** Shape: [N] to [N, 1, 1]. */
  private static Operand<TFloat64> factor(Ops tf, Operand<TFloat64> perPose) {
    return tf.reshape(perPose, tf.constant(new int[] {-1, 1, 1}));
  }

  /** (1 − cos θ)/θ², as ½ (sin θ/2 / θ/2)², which does not cancel at small angles. */
  private static Operand<TFloat64> secondFactor(Float64Math m, Operand<TFloat64> angle) {
    Operand<TFloat64> half = m.times(angle, m.number(0.5));
    Operand<TFloat64> ratio = m.over(m.tf().math.sin(half), half);
    return m.times(m.number(0.5), m.times(ratio, ratio));
  }

  /** The way back: Rᵀ and −Rᵀ t. */
  public static Operand<TFloat64> inverse(Ops tf, Operand<TFloat64> pose) {
    Operand<TFloat64> rotation =
        tf.linalg.transpose(rotation(tf, pose), tf.constant(new int[] {0, 2, 1}));
    Operand<TFloat64> translation =
        tf.math.neg(tf.train.batchMatMul(rotation, translation(tf, pose), TFloat64.class));
    return rigid(tf, rotation, translation);
  }

  /** First {@code second}, then {@code first}: the matrix product. */
  public static Operand<TFloat64> compose(
      Ops tf, Operand<TFloat64> first, Operand<TFloat64> second) {
    return tf.train.batchMatMul(first, second, TFloat64.class);
  }

  /** Applies transforms to points. Shape: float64 [N, 4, 4] and [N, H, W, 3] to [N, H, W, 3]. */
  public static Operand<TFloat64> transform(
      Ops tf, Operand<TFloat64> pose, Operand<TFloat64> points) {
    Operand<TFloat64> list =
        tf.reshape(
            points,
            tf.concat(
                List.of(
                    tf.slice(
                        tf.shape(points), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                    tf.constant(new int[] {-1, 3})),
                tf.constant(0)));
    Operand<TFloat64> rotated =
        tf.train.batchMatMul(list, rotation(tf, pose), TFloat64.class, BatchMatMul.adjY(true));
    Operand<TFloat64> translation =
        tf.linalg.transpose(translation(tf, pose), tf.constant(new int[] {0, 2, 1}));
    return tf.reshape(tf.math.add(rotated, translation), tf.shape(points));
  }

  private static Operand<TFloat64> rotation(Ops tf, Operand<TFloat64> pose) {
    return tf.slice(pose, tf.constant(new int[] {0, 0, 0}), tf.constant(new int[] {-1, 3, 3}));
  }

  private static Operand<TFloat64> translation(Ops tf, Operand<TFloat64> pose) {
    return tf.slice(pose, tf.constant(new int[] {0, 0, 3}), tf.constant(new int[] {-1, 3, 1}));
  }

  private static Operand<TFloat64> translationOf(Ops tf, Operand<TFloat64> six) {
    Operand<TFloat64> three =
        tf.slice(six, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 3}));
    return tf.expandDims(three, tf.constant(2));
  }

  /** Shape: nine times [N], row by row, to [N, 3, 3]. */
  private static Operand<TFloat64> matrix(Ops tf, List<Operand<TFloat64>> entries) {
    return tf.reshape(tf.stack(entries, Stack.axis(1L)), tf.constant(new int[] {-1, 3, 3}));
  }

  /** Shape: [N, 3, 3] and [N, 3, 1] to [N, 4, 4]. */
  private static Operand<TFloat64> rigid(
      Ops tf, Operand<TFloat64> rotation, Operand<TFloat64> translation) {
    Operand<TFloat64> upper = tf.concat(List.of(rotation, translation), tf.constant(2));
    int[][] oneRowBelow = {{0, 0}, {0, 1}, {0, 0}};
    return tf.math.add(
        tf.pad(upper, tf.constant(oneRowBelow), tf.constant(0.0)), tf.constant(CORNER));
  }
}
