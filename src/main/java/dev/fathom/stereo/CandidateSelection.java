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
  private boolean[] contested = new boolean[0];
  private float[] disparities = new float[0];
  private float[] sigmas = new float[0];
  private int width;
  private int height;

  /**
   * Begins with a pair; {@link #row} must follow for every row of cells, then {@link #end}.
   *
   * @param disparity reshaped and written
   * @param sigma reshaped and written
   */
  public void begin(Candidates candidates, FloatImage disparity, FloatImage sigma) {
    width = candidates.width();
    height = candidates.height();
    for (int k = 0; k < Candidates.COUNT; k++) {
      planes[k] = candidates.plane(k);
    }
    contested = candidates.contested();
    disparities = disparity.reshape(width, height).data();
    sigmas = sigma.reshape(width, height).data();
  }

  /**
   * Chooses for the two rows of pixels of a row of cells. Rows beyond the image are passed over.
   *
   * @param cellRow counted from 0
   * @param said what the network gave: float32 [W/2, 4·{@link #PER_PIXEL}] of the rounded width, a
   *     cell holding its 2×2 pixels row by row
   */
  public void row(int cellRow, float[] said) {
    for (int y = 2 * cellRow; y < Math.min(height, 2 * cellRow + 2); y++) {
      chooseRow(y, said);
    }
  }

  private void chooseRow(int y, float[] said) {
    float[] filled = planes[Candidates.FILLED];
    float[] d = disparities;
    float[] s = sigmas;
    int first = (y & 1) * 2 * PER_PIXEL;
    for (int x = 0; x < width; x++) {
      int at = first + ((x >> 1) * 4 + (x & 1)) * PER_PIXEL;
      int i = y * width + x;
      float correction = said[at + CORRECTION];
      correction = correction > MAX_CORRECTION ? MAX_CORRECTION : correction;
      correction = correction < -MAX_CORRECTION ? -MAX_CORRECTION : correction;
      d[i] = (contested[i] ? chosen(said, at, i) : filled[i]) + correction;
      s[i] = said[at + LOG_VARIANCE];
    }
  }

  /**
   * Ends the pair.
   *
   * @param sigmaFactor what the network's σ is multiplied by
   */
  public void end(float sigmaFactor) {
    FastExponential.exp(sigmas, width * height, 0.5f, (float) Math.log(sigmaFactor));
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
