package dev.fathom.train.data;

import java.util.Arrays;

/** The points of ORDINAL_PAIRS where the picture that they lie in is cut, scaled or turned. */
final class PairPoints {
  private static final int NUMBERS = 5;

  /** Where a point goes. */
  interface Move {
    /** Columns and rows are counted by pixel centres; {@code at} holds both, to be changed. */
    void apply(double[] at);
  }

  private PairPoints() {}

  /**
   * Moves all points; pairs of which one leaves a picture of {@code width × height} are left out.
   *
   * @param from may be {@code to}
   */
  static void move(float[] from, float[] to, int width, int height, Move move) {
    double[] at = new double[2];
    float[] pair = new float[NUMBERS];
    int kept = 0;
    for (int i = 0; i + NUMBERS <= from.length; i += NUMBERS) {
      boolean inside = true;
      for (int point = 0; point < 4; point += 2) {
        at[0] = from[i + point];
        at[1] = from[i + point + 1];
        move.apply(at);
        // Not so for NaN, which an unused row has.
        inside &= at[0] >= -0.5 && at[1] >= -0.5 && at[0] < width - 0.5 && at[1] < height - 0.5;
        pair[point] = (float) at[0];
        pair[point + 1] = (float) at[1];
      }
      pair[4] = from[i + 4];
      if (inside) {
        System.arraycopy(pair, 0, to, kept, NUMBERS);
        kept += NUMBERS;
      }
    }
    Arrays.fill(to, kept, to.length, Float.NaN);
  }
}
