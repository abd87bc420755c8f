package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Small symmetric positive definite systems H x = b, as least squares has them, with gradients:
 * TensorFlow's own solvers have none in this build.
 *
 * <p>Source: Gauss–Jordan elimination, which needs no pivoting for such H.
 *
 * @param solution x, float64 [N, n]
 * @param inverse H⁻¹, float64 [N, n, n]
 */
public record NormalEquations(Operand<TFloat64> solution, Operand<TFloat64> inverse) {
  /**
   * Solves one system for each row of the batch.
   *
   * @param h float64 [N, n, n]
   * @param b float64 [N, n]
   * @param n how many unknowns; elimination takes as many steps
   */
  public static NormalEquations solve(Ops tf, Operand<TFloat64> h, Operand<TFloat64> b, int n) {
    Operand<TFloat64> eye = tf.constant(identity(n));
    Operand<TFloat64> identities = tf.math.add(tf.math.mul(h, tf.constant(0.0)), eye);
    Operand<TFloat64> rows =
        tf.concat(List.of(h, tf.expandDims(b, tf.constant(2)), identities), tf.constant(2));
    int width = 2 * n + 1;
    for (int k = 0; k < n; k++) {
      Operand<TFloat64> row = part(tf, rows, k, 0, 1, width);
      Operand<TFloat64> unit = tf.math.div(row, part(tf, row, 0, k, 1, 1));
      Operand<TFloat64> column = tf.math.sub(part(tf, rows, 0, k, n, 1), part(tf, eye, n, k));
      rows = tf.math.sub(rows, tf.math.mul(column, unit));
    }
    Operand<TFloat64> solution =
        tf.reshape(part(tf, rows, 0, n, n, 1), tf.constant(new int[] {-1, n}));
    return new NormalEquations(solution, part(tf, rows, 0, n + 1, n, n));
  }

  private static double[][] identity(int n) {
    double[][] one = new double[n][n];
    for (int i = 0; i < n; i++) {
      one[i][i] = 1;
    }
    return one;
  }

  private static Operand<TFloat64> part(
      Ops tf, Operand<TFloat64> x, int row, int column, int rows, int columns) {
    return tf.slice(
        x, tf.constant(new int[] {0, row, column}), tf.constant(new int[] {-1, rows, columns}));
  }

  /** A column of an n×n matrix, for all of the batch. Shape: [1, n, 1]. */
  private static Operand<TFloat64> part(Ops tf, Operand<TFloat64> matrix, int n, int column) {
    return tf.reshape(
        tf.slice(matrix, tf.constant(new int[] {0, column}), tf.constant(new int[] {n, 1})),
        tf.constant(new int[] {1, n, 1}));
  }
}
