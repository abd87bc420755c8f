package dev.fathom.train;

import dev.fathom.image.Depth;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The trivial ways to complete depth: what a completion network must beat.
 *
 * <p>Shape: row-major, {@code width} columns. Units: metres. Invalid: whatever {@link Depth} does
 * not know is to be filled; without any known depth everything stays NaN.
 */
final class SparseFill {
  private SparseFill() {}

  /** Every pixel has the depth of a nearest known one, over steps to the four neighbours. */
  static float[] nearest(float[] sparse, int width) {
    float[] filled = new float[sparse.length];
    Arrays.fill(filled, Float.NaN);
    ArrayDeque<Integer> front = new ArrayDeque<>();
    for (int i = 0; i < sparse.length; i++) {
      if (Depth.isKnown(sparse[i])) {
        filled[i] = sparse[i];
        front.add(i);
      }
    }
    while (!front.isEmpty()) {
      int i = front.remove();
      int column = i % width;
      spread(filled, i, column > 0 ? i - 1 : i, front);
      spread(filled, i, column < width - 1 ? i + 1 : i, front);
      spread(filled, i, i >= width ? i - width : i, front);
      spread(filled, i, i + width < filled.length ? i + width : i, front);
    }
    return filled;
  }

  private static void spread(float[] filled, int from, int to, ArrayDeque<Integer> front) {
    if (Float.isNaN(filled[to])) {
      filled[to] = filled[from];
      front.add(to);
    }
  }

  /**
   * Every pixel has the geometric mean of the known ones in the smallest block around it that holds
   * any; blocks are aligned and their sides powers of two.
   */
  static float[] pyramid(float[] sparse, int width) {
    float[] filled = new float[sparse.length];
    Arrays.fill(filled, Float.NaN);
    int height = sparse.length / width;
    boolean complete = false;
    for (int block = 1; !complete; block *= 2) {
      complete = block >= Math.max(width, height);
      int columns = (width + block - 1) / block;
      int rows = (height + block - 1) / block;
      double[] sums = new double[rows * columns];
      int[] counts = new int[rows * columns];
      for (int i = 0; i < sparse.length; i++) {
        if (Depth.isKnown(sparse[i])) {
          int cell = i / width / block * columns + i % width / block;
          sums[cell] += Math.log(sparse[i]);
          counts[cell]++;
        }
      }
      for (int i = 0; i < filled.length; i++) {
        int cell = i / width / block * columns + i % width / block;
        if (Float.isNaN(filled[i]) && counts[cell] > 0) {
          filled[i] = (float) Math.exp(sums[cell] / counts[cell]);
        }
      }
    }
    return filled;
  }
}
