package dev.fathom.train.layers;

import java.util.ArrayList;
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
    return assemble(
        tf,
        six,
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
    Operand<TFloat64> xx = m.times(x, x);
    Operand<TFloat64> yy = m.times(y, y);
    Operand<TFloat64> zz = m.times(z, z);
    Operand<TFloat64> angle =
        tf.math.sqrt(m.plus(m.plus(xx, m.plus(yy, zz)), m.number(ANGLE_FLOOR)));
    Operand<TFloat64> first = m.over(tf.math.sin(angle), angle);
    // 1 − cos θ = 2 sin² θ/2 does not cancel at small angles.
    Operand<TFloat64> half = m.times(angle, m.number(0.5));
    Operand<TFloat64> ratio = m.over(tf.math.sin(half), half);
    Operand<TFloat64> second = m.times(m.number(0.5), m.times(ratio, ratio));
    Operand<TFloat64> ax = m.times(first, x);
    Operand<TFloat64> ay = m.times(first, y);
    Operand<TFloat64> az = m.times(first, z);
    Operand<TFloat64> bxy = m.times(second, m.times(x, y));
    Operand<TFloat64> bxz = m.times(second, m.times(x, z));
    Operand<TFloat64> byz = m.times(second, m.times(y, z));
    Operand<TFloat64> one = m.number(1);
    return assemble(
        tf,
        six,
        List.of(
            m.minus(one, m.times(second, m.plus(yy, zz))),
            m.minus(bxy, az),
            m.plus(bxz, ay),
            m.plus(bxy, az),
            m.minus(one, m.times(second, m.plus(xx, zz))),
            m.minus(byz, ax),
            m.minus(bxz, ay),
            m.plus(byz, ax),
            m.minus(one, m.times(second, m.plus(xx, yy)))));
  }

  /** The way back: Rᵀ and −Rᵀ t. */
  public static Operand<TFloat64> inverse(Ops tf, Operand<TFloat64> pose) {
    Operand<TFloat64> rotation =
        tf.linalg.transpose(rotation(tf, pose), tf.constant(new int[] {0, 2, 1}));
    Operand<TFloat64> translation =
        tf.math.neg(tf.train.batchMatMul(rotation, translation(tf, pose), TFloat64.class));
    Operand<TFloat64> upper = tf.concat(List.of(rotation, translation), tf.constant(2));
    return tf.concat(List.of(upper, lastRow(tf, pose)), tf.constant(1));
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

  private static Operand<TFloat64> lastRow(Ops tf, Operand<TFloat64> pose) {
    return tf.slice(pose, tf.constant(new int[] {0, 3, 0}), tf.constant(new int[] {-1, 1, 4}));
  }

  private static Operand<TFloat64> assemble(
      Ops tf, Operand<TFloat64> six, List<Operand<TFloat64>> rotation) {
    Float64Math m = new Float64Math(tf);
    Operand<TFloat64> zero = tf.zerosLike(m.element(six, 2, 0));
    List<Operand<TFloat64>> entries = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      entries.addAll(rotation.subList(3 * row, 3 * row + 3));
      entries.add(m.element(six, 2, row));
    }
    entries.addAll(List.of(zero, zero, zero, m.plus(zero, m.number(1))));
    return tf.reshape(tf.stack(entries, Stack.axis(1L)), tf.constant(new int[] {-1, 4, 4}));
  }
}
