package dev.fathom.train.data;

import dev.fathom.eval.DepthOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/**
 * Pairs of points with their order in depth, sampled from true depth.
 *
 * <p>Every other pair lies in one row, mirrored at the middle of the picture: of any two points the
 * lower one is mostly the nearer one, and so is the one at the centre, which teaches nothing.
 * Points with nothing behind them are farther than all others.
 *
 * <p>Source: Chen et al. 2016, section 3 (where the pairs lie); Zoran et al. 2015 (when two are
 * equal).
 */
final class OrdinalPairs extends DerivedFields {
  /** Depths whose ratio is at most 1 + τ are equal. */
  static final double TAU = 0.02;

  static final int NUMBERS = 5;
  static final int COUNT = Field.ORDINAL_PAIRS.channels() / NUMBERS;

  private static final int ATTEMPTS = 16;

  OrdinalPairs(SampleSource source) {
    super(source, Set.of(Field.DEPTH), Set.of(Field.ORDINAL_PAIRS));
  }

  @Override
  void derive(long index, Sample known, Sample out) {
    Random random = new Random(index * 1_000_003L + 17);
    float[] pairs = out.floats(Field.ORDINAL_PAIRS);
    Arrays.fill(pairs, Float.NaN);
    for (int pair = 0; pair < COUNT; pair++) {
      boolean found = false;
      for (int attempt = 0; attempt < ATTEMPTS && !found; attempt++) {
        found = sample(random, pair % 2 == 0, known, pairs, pair * NUMBERS);
      }
    }
  }

  /** One pair; false where its order is unknown. */
  private static boolean sample(
      Random random, boolean mirrored, Sample known, float[] pairs, int at) {
    int width = known.width();
    int xa = random.nextInt(width);
    int ya = random.nextInt(known.height());
    int xb = mirrored ? width - 1 - xa : random.nextInt(width);
    int yb = mirrored ? ya : random.nextInt(known.height());
    float[] depth = known.floats(Field.DEPTH);
    float a = depth[ya * width + xa];
    float b = depth[yb * width + xb];
    boolean bothOpen = a == b && Float.isInfinite(a);
    if (Float.isNaN(a) || Float.isNaN(b) || bothOpen || (xa == xb && ya == yb)) {
      return false;
    }
    pairs[at] = xa;
    pairs[at + 1] = ya;
    pairs[at + 2] = xb;
    pairs[at + 3] = yb;
    pairs[at + 4] =
        switch (DepthOrder.of(a, b, TAU)) {
          case FIRST_FARTHER -> -1;
          case SECOND_FARTHER -> 1;
          case EQUAL -> 0;
        };
    return true;
  }

  @Override
  String addition() {
    return "pairs of points sampled from its depth";
  }
}
