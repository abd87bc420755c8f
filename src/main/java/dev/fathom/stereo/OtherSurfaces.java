package dev.fathom.stereo;

/**
 * The disparity beyond the nearest step in each of four directions: near an edge the right answer
 * is nearly always one of the surfaces that meet there, and semi-global matching puts the edge a
 * few pixels off.
 *
 * <p>Where there is no step within {@link #REACH}, the pixel's own disparity is repeated.
 *
 * <p>Units: pixels. Threads: one owner at a time. Cost: four passes.
 */
final class OtherSurfaces {
  /** How far away a step still counts. Units: pixels. */
  static final int REACH = 24;

  /** Change between neighbours from which it is a step. Units: pixels. */
  private static final float STEP = 1;

  private float[] beyond = new float[0];
  private int[] since = new int[0];

  /** Writes the planes {@link Candidates#LEFT} to {@link Candidates#BELOW}. */
  void find(Candidates candidates) {
    int width = candidates.width();
    int height = candidates.height();
    if (since.length < width) {
      beyond = new float[width];
      since = new int[width];
    }
    float[] own = candidates.plane(Candidates.FILLED);
    for (int row = 0; row < width * height; row += width) {
      scanRow(own, candidates.plane(Candidates.LEFT), row, 1, width);
      scanRow(own, candidates.plane(Candidates.RIGHT), row + width - 1, -1, width);
    }
    scanColumns(own, candidates.plane(Candidates.ABOVE), 0, width, width, height);
    scanColumns(
        own, candidates.plane(Candidates.BELOW), (height - 1) * width, -width, width, height);
  }

  private static void scanRow(float[] own, float[] other, int from, int step, int count) {
    float seen = own[from];
    float before = seen;
    int age = REACH;
    for (int n = 0, i = from; n < count; n++, i += step) {
      float at = own[i];
      if (Math.abs(at - before) > STEP) {
        seen = before;
        age = 0;
      }
      other[i] = age < REACH ? seen : at;
      age++;
      before = at;
    }
  }

  /** All columns at once, so that memory is read in its order. */
  private void scanColumns(float[] own, float[] other, int from, int step, int width, int height) {
    for (int x = 0; x < width; x++) {
      since[x] = REACH;
    }
    System.arraycopy(own, from, other, from, width);
    for (int n = 1, row = from + step; n < height; n++, row += step) {
      for (int x = 0; x < width; x++) {
        float at = own[row + x];
        float before = own[row - step + x];
        boolean stepped = Math.abs(at - before) > STEP;
        float seen = stepped ? before : beyond[x];
        int age = stepped ? 0 : since[x];
        beyond[x] = seen;
        since[x] = age + 1;
        other[row + x] = age < REACH ? seen : at;
      }
    }
  }
}
