package dev.fathom.stereo;

import dev.fathom.image.FastExponential;
import dev.fathom.image.FloatImage;

/**
 * Turns what a network says about {@link Candidates} into disparity and σ.
 *
 * <p>For every pixel the network gives a score for each candidate, a correction in pixels, and ln
 * σ². The candidate with the highest score is taken; others within {@link #NEAR} of it are averaged
 * with it by the softmax of the scores, and those farther away belong to another surface and are
 * left out, so that no pixel lies between two surfaces. Scores of candidates that repeat {@link
 * Candidates#FILLED} count for nothing.
 *
 * <p>The result stays within {@link #MAX_CORRECTION} of a candidate, whatever the network says.
 *
 * <p>Threads: one owner at a time.
 */
public final class CandidateSelection {
  /** Numbers that the network gives for each pixel: scores, correction, log-variance. */
  public static final int PER_PIXEL = Candidates.COUNT + 2;

  /** Largest correction. Units: pixels. */
  public static final float MAX_CORRECTION = 2;

  /** Disparities that belong to one surface. Units: pixels. */
  private static final float NEAR = 1;

  private static final int CORRECTION = Candidates.COUNT;
  private static final int LOG_VARIANCE = Candidates.COUNT + 1;

  private final float[][] planes = new float[Candidates.COUNT][];

  /**
   * Chooses.
   *
   * @param said what the network gave for {@link CandidateFeatures}: float32 [H/2, W/2, 4·{@link
   *     #PER_PIXEL}] of the rounded sides, a cell holding its 2×2 pixels row by row
   * @param cellsWide cells in a row
   * @param sigmaFactor what its σ is multiplied by
   * @param disparity reshaped and written
   * @param sigma reshaped and written
   */
  public void choose(
      float[] said,
      int cellsWide,
      Candidates candidates,
      float sigmaFactor,
      FloatImage disparity,
      FloatImage sigma) {
    int width = candidates.width();
    int height = candidates.height();
    for (int k = 0; k < Candidates.COUNT; k++) {
      planes[k] = candidates.plane(k);
    }
    boolean[] contested = candidates.contested();
    float[] filled = planes[Candidates.FILLED];
    float[] d = disparity.reshape(width, height).data();
    float[] s = sigma.reshape(width, height).data();
    float logFactor = 2 * (float) Math.log(sigmaFactor);
    for (int y = 0; y < height; y++) {
      int cells = ((y >> 1) * cellsWide * 4 + (y & 1) * 2) * PER_PIXEL;
      for (int x = 0; x < width; x++) {
        int at = cells + ((x >> 1) * 4 + (x & 1)) * PER_PIXEL;
        int i = y * width + x;
        float correction =
            Math.max(-MAX_CORRECTION, Math.min(MAX_CORRECTION, said[at + CORRECTION]));
        d[i] = (contested[i] ? chosen(said, at, i) : filled[i]) + correction;
        s[i] = 0.5f * (said[at + LOG_VARIANCE] + logFactor);
      }
    }
    FastExponential.exp(s, width * height, 1, 0);
  }

  private float chosen(float[] said, int at, int i) {
    float filled = planes[Candidates.FILLED][i];
    float best = filled;
    float score = said[at];
    for (int k = 1; k < Candidates.COUNT; k++) {
      float other = planes[k][i];
      if (other != filled && said[at + k] > score) {
        score = said[at + k];
        best = other;
      }
    }
    float weights = 1;
    float sum = 0;
    for (int k = 0; k < Candidates.COUNT; k++) {
      float other = planes[k][i];
      boolean repeated = k > 0 && other == filled;
      if (!repeated && other != best && Math.abs(other - best) <= NEAR) {
        float weight = (float) Math.exp(said[at + k] - score);
        weights += weight;
        sum += weight * (other - best);
      }
    }
    return best + sum / weights;
  }
}
