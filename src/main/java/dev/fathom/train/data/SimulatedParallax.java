package dev.fathom.train.data;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/**
 * Depth as a moving camera would triangulate it, made from true depth: there where nothing moves,
 * with the noise of its disparity, gaps and mismatches, and with how far it can be trusted.
 *
 * <p>People move, and so have none. Every fifth camera stands still and measures nothing at all.
 *
 * <p>Source: Li et al. 2019, section 4.1 (what the network is given; there it comes from optical
 * flow).
 */
final class SimulatedParallax extends DerivedFields {
  private static final double STILL_SHARE = 0.2;
  private static final double MIN_BASELINE_METRES = 0.05;
  private static final double MAX_BASELINE_METRES = 0.5;

  /** Error of the disparity in pixels of the sample: for a whole block, and for each pixel. */
  private static final double BLOCK_ERROR_PX = 0.15;

  private static final double PIXEL_ERROR_PX = 0.2;
  private static final double ERROR_PX = Math.hypot(BLOCK_ERROR_PX, PIXEL_ERROR_PX);
  private static final int BLOCK = 8;

  /** Relative error of a depth that is trusted by half. */
  private static final double HALF_TRUSTED = 0.1;

  private static final double MISMATCH_SHARE = 0.02;
  private static final double MISMATCH_TRUST = 0.3;
  private static final int MAX_GAPS = 5;

  SimulatedParallax(SampleSource source) {
    super(
        source,
        Set.of(Field.DEPTH, Field.INTRINSICS, Field.PEOPLE),
        Set.of(Field.PARALLAX_DEPTH, Field.CONFIDENCE));
  }

  @Override
  void derive(long index, Sample known, Sample out) {
    int pixels = out.width() * out.height();
    float[] depth =
        out.wants(Field.PARALLAX_DEPTH) ? out.floats(Field.PARALLAX_DEPTH) : new float[pixels];
    float[] confidence =
        out.wants(Field.CONFIDENCE) ? out.floats(Field.CONFIDENCE) : new float[pixels];
    Arrays.fill(depth, Float.NaN);
    Arrays.fill(confidence, 0);
    Random random = new Random(index * 1_000_003L + 29);
    if (random.nextDouble() >= STILL_SHARE) {
      triangulate(random, known, depth, confidence);
      cutGaps(random, out.width(), out.height(), depth, confidence);
    }
  }

  private static void triangulate(Random random, Sample known, float[] depth, float[] confidence) {
    double baseline =
        MIN_BASELINE_METRES
            * Math.pow(MAX_BASELINE_METRES / MIN_BASELINE_METRES, random.nextDouble());
    double scale = known.floats(Field.INTRINSICS)[0] * baseline;
    float[] truth = known.floats(Field.DEPTH);
    byte[] people = known.bytes(Field.PEOPLE);
    double[] errors = errors(random, known.width(), known.height());
    for (int i = 0; i < depth.length; i++) {
      double disparity = scale / truth[i];
      boolean mismatched = random.nextDouble() < MISMATCH_SHARE;
      double measured = mismatched ? disparity * 2 * random.nextDouble() : disparity + errors[i];
      double relative = ERROR_PX / measured;
      if (people[i] == 0 && disparity > 0 && relative > 0 && relative < 1) {
        depth[i] = (float) (scale / measured);
        double trust = 1 / (1 + Math.pow(relative / HALF_TRUSTED, 2));
        confidence[i] = (float) (mismatched ? MISMATCH_TRUST * trust : trust);
      }
    }
  }

  /** Neighbours share a part of their error, as they share a part of their window. */
  private static double[] errors(Random random, int width, int height) {
    int columns = (width + BLOCK - 1) / BLOCK;
    double[] shared = new double[columns * ((height + BLOCK - 1) / BLOCK)];
    for (int i = 0; i < shared.length; i++) {
      shared[i] = BLOCK_ERROR_PX * random.nextGaussian();
    }
    double[] errors = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        errors[y * width + x] =
            shared[y / BLOCK * columns + x / BLOCK] + PIXEL_ERROR_PX * random.nextGaussian();
      }
    }
    return errors;
  }

  /** Where there is no texture, nothing is matched. */
  private static void cutGaps(
      Random random, int width, int height, float[] depth, float[] confidence) {
    int gaps = random.nextInt(MAX_GAPS + 1);
    for (int gap = 0; gap < gaps; gap++) {
      int w = 1 + random.nextInt(Math.max(1, width / 4));
      int h = 1 + random.nextInt(Math.max(1, height / 4));
      int left = random.nextInt(width - w + 1);
      int top = random.nextInt(height - h + 1);
      for (int y = top; y < top + h; y++) {
        Arrays.fill(depth, y * width + left, y * width + left + w, Float.NaN);
        Arrays.fill(confidence, y * width + left, y * width + left + w, 0);
      }
    }
  }

  @Override
  String addition() {
    return "depth from parallax simulated with the noise of its disparity";
  }
}
