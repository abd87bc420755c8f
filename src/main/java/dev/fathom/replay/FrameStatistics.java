package dev.fathom.replay;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.pipeline.DepthEstimate;
import java.util.Arrays;

/** What depth and σ were like over a replay, from a sample of pixels of every frame. */
final class FrameStatistics {
  /** Pixels looked at a frame; enough for a median to a per cent. */
  private static final int SAMPLES = 5_000;

  private final float[] depths = new float[SAMPLES + 1];
  private final float[] relativeSigmas = new float[SAMPLES + 1];
  private final Medians depthMedians = new Medians();
  private final Medians sigmaMedians = new Medians();
  private double validShares;
  private long frames;
  private long obstaclePoints;

  void add(DepthEstimate estimate, int newObstaclePoints) {
    obstaclePoints += newObstaclePoints;
    FloatImage depth = estimate.depth();
    float[] z = depth.data();
    float[] s = estimate.sigma().data();
    int step = Math.max(1, depth.size() / SAMPLES);
    int seen = 0;
    int known = 0;
    int withSigma = 0;
    for (int i = 0; i < depth.size() && seen <= SAMPLES; i += step, seen++) {
      if (Depth.isKnown(z[i])) {
        depths[known++] = z[i];
        if (s[i] > 0) {
          relativeSigmas[withSigma++] = s[i] / z[i];
        }
      }
    }
    frames++;
    validShares += (double) known / seen;
    depthMedians.add(depths, known);
    sigmaMedians.add(relativeSigmas, withSigma);
  }

  double validShare() {
    return frames == 0 ? Double.NaN : validShares / frames;
  }

  /** Mean over frames. */
  double obstaclePoints() {
    return frames == 0 ? 0 : (double) obstaclePoints / frames;
  }

  double medianDepthMetres() {
    return depthMedians.median();
  }

  double medianRelativeSigma() {
    return sigmaMedians.median();
  }

  /** The median over frames of the median over pixels; grows by one number a frame. */
  private static final class Medians {
    private double[] perFrame = new double[256];
    private int count;

    void add(float[] values, int size) {
      if (size == 0) {
        return;
      }
      Arrays.sort(values, 0, size);
      if (count == perFrame.length) {
        perFrame = Arrays.copyOf(perFrame, 2 * count);
      }
      perFrame[count++] = values[size / 2];
    }

    double median() {
      double[] sorted = Arrays.copyOf(perFrame, count);
      Arrays.sort(sorted);
      return count == 0 ? Double.NaN : sorted[count / 2];
    }
  }
}
