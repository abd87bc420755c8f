package dev.fathom.stereo;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import org.jspecify.annotations.Nullable;

/**
 * Standard deviation of measured disparities, from what is seen around each pixel.
 *
 * <p>Units: pixels. Invalid: NaN wherever the disparity is. Source: {@link SigmaModel}. Threads:
 * one owner at a time. Cost: nothing is allocated per frame.
 */
final class DisparitySigma {
  /** Half width of the neighbourhood in which steps and holes count. Units: pixels. */
  private static final int REACH = 3;

  private static final float MAX_STEP = 4;

  private final SigmaModel model;
  private int[] gradient = new int[0];

  DisparitySigma(SigmaModel model) {
    this.model = model;
  }

  /**
   * Fills {@code sigma}, which must have the shape of {@code disparity}.
   *
   * @param right disparities of the right image in 1/16 pixels, if it was matched too
   */
  void measure(
      Image8 leftImage,
      Image8 rightImage,
      FloatImage disparity,
      short @Nullable [] right,
      FloatImage sigma) {
    int width = disparity.width();
    int height = disparity.height();
    if (gradient.length < width) {
      gradient = new int[width];
    }
    for (int y = 0; y < height; y++) {
      measureGradient(leftImage.data(), width, height, y);
      measureRow(leftImage.data(), rightImage.data(), disparity, right, y, sigma.data());
    }
  }

  private void measureRow(
      byte[] leftImage,
      byte[] rightImage,
      FloatImage disparity,
      short @Nullable [] right,
      int y,
      float[] sigma) {
    float[] d = disparity.data();
    int width = disparity.width();
    int row = y * width;
    for (int x = 0; x < width; x++) {
      float at = d[row + x];
      if (Float.isNaN(at)) {
        sigma[row + x] = Float.NaN;
        continue;
      }
      float g = gradientNear(x, width);
      sigma[row + x] =
          model.base()
              + model.texture() / (g + 2)
              + model.mismatch() * mismatch(leftImage, rightImage, row, width, x, at) / (g + 4)
              + model.disagreement() * disagreement(right, row, x, at)
              + surroundings(d, width, disparity.height(), x, y);
    }
  }

  /** Greatest gradient within a pixel. Units: grey levels a pixel. */
  private float gradientNear(int x, int width) {
    int sides = Math.max(gradient[Math.max(0, x - 1)], gradient[Math.min(width - 1, x + 1)]);
    return Math.max(gradient[x], sides) * 0.25f;
  }

  /** Sobel's horizontal gradient of one row, four times as great as grey levels per pixel. */
  private void measureGradient(byte[] image, int width, int height, int y) {
    int up = Math.max(0, y - 1) * width;
    int at = y * width;
    int down = Math.min(height - 1, y + 1) * width;
    for (int x = 1; x < width - 1; x++) {
      int before =
          (image[up + x - 1] & 255) + 2 * (image[at + x - 1] & 255) + (image[down + x - 1] & 255);
      int after =
          (image[up + x + 1] & 255) + 2 * (image[at + x + 1] & 255) + (image[down + x + 1] & 255);
      gradient[x] = Math.abs(after - before);
    }
    gradient[0] = width > 2 ? gradient[1] : 0;
    gradient[width - 1] = width > 2 ? gradient[width - 2] : 0;
  }

  /** Difference of the left pixel and the right image at its match. Units: grey levels. */
  private static float mismatch(
      byte[] left, byte[] right, int row, int width, int x, float disparity) {
    float match = Math.max(0, Math.min(width - 1, x - disparity));
    int column = (int) match;
    int next = Math.min(width - 1, column + 1);
    float fraction = match - column;
    float seen =
        (right[row + column] & 255) * (1 - fraction) + (right[row + next] & 255) * fraction;
    return Math.abs((left[row + x] & 255) - seen);
  }

  private static float disagreement(short @Nullable [] right, int row, int x, float disparity) {
    if (right == null) {
      return 0;
    }
    int sixteenths = Math.round(disparity * 16);
    return Math.abs(sixteenths - right[row + LeftRightCheck.match(x, sixteenths)]) * (1 / 16f);
  }

  /** What steps, holes and bends nearby add. */
  private float surroundings(float[] d, int width, int height, int x, int y) {
    int row = y * width;
    float at = d[row + x];
    float a = d[row + Math.max(0, x - REACH)];
    float b = d[row + Math.min(width - 1, x + REACH)];
    float c = d[Math.max(0, y - REACH) * width + x];
    float e = d[Math.min(height - 1, y + REACH) * width + x];
    float sum = a + b + c + e;
    float step = stepTo(a, at);
    step = Math.max(step, stepTo(b, at));
    step = Math.max(step, stepTo(c, at));
    step = Math.max(step, stepTo(e, at)) - 1;
    float before = d[row + Math.max(0, x - 1)];
    float after = d[row + Math.min(width - 1, x + 1)];
    float bend = 2 * at - (Float.isNaN(before) ? at : before) - (Float.isNaN(after) ? at : after);
    return model.step() * Math.max(0, Math.min(MAX_STEP, step))
        + (Float.isNaN(sum) ? model.hole() : 0)
        + model.bend() * Math.min(1, Math.abs(bend));
  }

  private static float stepTo(float neighbour, float at) {
    return Float.isNaN(neighbour) ? 0 : Math.abs(neighbour - at);
  }
}
