package dev.fathom.train.data;

import java.util.Random;

/**
 * Measured depth as another sensor might have given it: of some pictures only a share of the
 * measurements is kept, from all to {@value #LEAST_KEPT}, and from some a rectangle is cut.
 */
final class Thinning {
  private static final double THINNED_SHARE = 0.4;
  private static final double CUT_SHARE = 0.3;
  private static final double LEAST_KEPT = 0.02;

  /** Measurements that are always kept, as far as there are any. */
  private static final int LEAST_COUNT = 60;

  private Thinning() {}

  /** Changes a row-major map; the same random numbers make the same change. */
  static void apply(Random random, float[] sparse, int width) {
    int known = 0;
    for (float metres : sparse) {
      known += Float.isNaN(metres) ? 0 : 1;
    }
    boolean thinned = random.nextDouble() < THINNED_SHARE;
    double kept = Math.max(Math.pow(LEAST_KEPT, random.nextDouble()), LEAST_COUNT / (known + 1.0));
    boolean cut = random.nextDouble() < CUT_SHARE;
    int height = sparse.length / width;
    int cutWidth = (int) (width * (0.1 + 0.4 * random.nextDouble()));
    int cutHeight = (int) (height * (0.1 + 0.4 * random.nextDouble()));
    int left = random.nextInt(width - cutWidth);
    int top = random.nextInt(height - cutHeight);
    for (int i = 0; i < sparse.length; i++) {
      int x = i % width - left;
      int y = i / width - top;
      boolean inside = x >= 0 && x < cutWidth && y >= 0 && y < cutHeight;
      if (thinned && random.nextDouble() > kept || cut && inside) {
        sparse[i] = Float.NaN;
      }
    }
  }
}
