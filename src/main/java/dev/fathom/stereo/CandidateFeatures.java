package dev.fathom.stereo;

import dev.fathom.image.Image8;

/**
 * What a network sees of a pair and its {@link Candidates}.
 *
 * <p>Shape: uint8 [H/2, W/2, 4·{@link #PER_PIXEL}], row-major: cells of 2×2 pixels, in a cell the
 * pixels left to right, then top to bottom, in a pixel its features. Sides are rounded up to
 * multiples of {@link #SIDE_MULTIPLE} pixels by repeating the last column and row.
 *
 * <p>The features of a pixel: grey level; whether its match passed the check (255) or not (0);
 * change of the filled disparity over two pixels to the left and above, 1/16 pixels; then how much
 * every other candidate differs from the filled one, 1/8 pixels (all of these from 128); then for
 * every candidate how much the right image differs at its match in grey level (1/4) and horizontal
 * gradient, 255 if the match lies outside the right image.
 *
 * <p>Threads: one owner at a time. Cost: one pass; nothing is allocated while the size stays.
 */
public final class CandidateFeatures {
  /** Features of one pixel. */
  public static final int PER_PIXEL = 4 + (Candidates.COUNT - 1) + 2 * Candidates.COUNT;

  /** Width and height in pixels are multiples of this. */
  public static final int SIDE_MULTIPLE = 16;

  private static final int DIFFERENCES = 4;
  private static final int ERRORS = DIFFERENCES + Candidates.COUNT - 1;
  private static final int OUTSIDE = 0xffff;

  /** How far the change of disparity is looked at. Units: pixels. */
  private static final int SPAN = 2;

  private byte[] data = new byte[0];
  private int cellsWide;
  private int cellsHigh;
  private short[] leftGradient = new short[0];
  private short[] rightGradient = new short[0];
  private final float[][] planes = new float[Candidates.COUNT][];

  /** The features themselves, not a copy; the array may be longer than they are. */
  public byte[] data() {
    return data;
  }

  public int cellsWide() {
    return cellsWide;
  }

  public int cellsHigh() {
    return cellsHigh;
  }

  /** Computes the features of a pair and the candidates that were found in it. */
  public void describe(Image8 left, Image8 right, Candidates candidates) {
    int width = candidates.width();
    int height = candidates.height();
    reshape(width, height);
    for (int k = 0; k < Candidates.COUNT; k++) {
      planes[k] = candidates.plane(k);
    }
    for (int cellY = 0; cellY < cellsHigh; cellY++) {
      for (int half = 0; half < 2; half++) {
        int y = Math.min(height - 1, 2 * cellY + half);
        gradient(left.data(), width, height, y, leftGradient);
        gradient(right.data(), width, height, y, rightGradient);
        describeRow(left.data(), right.data(), candidates, y, rowOffset(cellY, half));
      }
    }
  }

  private int rowOffset(int cellY, int half) {
    return (cellY * cellsWide * 4 + half * 2) * PER_PIXEL;
  }

  private void reshape(int width, int height) {
    int cell = SIDE_MULTIPLE / 2;
    cellsWide = (width + SIDE_MULTIPLE - 1) / SIDE_MULTIPLE * cell;
    cellsHigh = (height + SIDE_MULTIPLE - 1) / SIDE_MULTIPLE * cell;
    int size = cellsWide * cellsHigh * 4 * PER_PIXEL;
    if (data.length < size) {
      data = new byte[size];
    }
    if (leftGradient.length < width) {
      leftGradient = new short[width];
      rightGradient = new short[width];
    }
  }

  private void describeRow(byte[] left, byte[] right, Candidates candidates, int y, int offset) {
    int width = candidates.width();
    int row = y * width;
    int above = Math.max(0, y - SPAN) * width;
    for (int x = 0; x < width; x++) {
      int at = offset + ((x >> 1) * 4 + (x & 1)) * PER_PIXEL;
      describePixel(left, right, candidates.consistent(), row, above, x, width, at);
    }
    int last = offset + (((width - 1) >> 1) * 4 + (width - 1 & 1)) * PER_PIXEL;
    for (int x = width; x < 2 * cellsWide; x++) {
      int at = offset + ((x >> 1) * 4 + (x & 1)) * PER_PIXEL;
      System.arraycopy(data, last, data, at, PER_PIXEL);
    }
  }

  private void describePixel(
      byte[] left,
      byte[] right,
      boolean[] consistent,
      int row,
      int above,
      int x,
      int width,
      int at) {
    byte[] out = data;
    int i = row + x;
    float[] filled = planes[Candidates.FILLED];
    float own = filled[i];
    out[at] = left[i];
    out[at + 1] = (byte) (consistent[i] ? 255 : 0);
    out[at + 2] = centred(16 * (own - filled[row + Math.max(0, x - SPAN)]));
    out[at + 3] = centred(16 * (own - filled[above + x]));
    int ownError = error(left, right, row, x, width, own);
    put(at + ERRORS, ownError);
    for (int k = 1; k < Candidates.COUNT; k++) {
      float other = planes[k][i];
      // Most candidates repeat the filled one.
      boolean same = other == own;
      out[at + DIFFERENCES + k - 1] = same ? (byte) 128 : centred(8 * (other - own));
      put(at + ERRORS + 2 * k, same ? ownError : error(left, right, row, x, width, other));
    }
  }

  private void put(int at, int error) {
    data[at] = (byte) error;
    data[at + 1] = (byte) (error >> 8);
  }

  private static byte centred(float value) {
    return (byte) (int) (Math.max(0, Math.min(255, value + 128)) + 0.5f);
  }

  /** Error in grey level in the lower byte, in gradient in the upper one. */
  private int error(byte[] left, byte[] right, int row, int x, int width, float disparity) {
    float match = x - disparity;
    if (match < -0.5f || match > width - 0.5f) {
      return OUTSIDE;
    }
    float inside = Math.max(0, Math.min(width - 1, match));
    int column = (int) inside;
    int next = Math.min(width - 1, column + 1);
    float fraction = inside - column;
    float a = right[row + column] & 255;
    float b = right[row + next] & 255;
    float level = Math.abs((left[row + x] & 255) - (a + fraction * (b - a))) * 4;
    float g = rightGradient[column];
    float change = Math.abs(leftGradient[x] - (g + fraction * (rightGradient[next] - g)));
    return (int) (Math.min(255, level) + 0.5f) | (int) (Math.min(255, change) + 0.5f) << 8;
  }

  /** Sobel's horizontal gradient of one row. */
  private static void gradient(byte[] image, int width, int height, int y, short[] out) {
    int up = Math.max(0, y - 1) * width;
    int at = y * width;
    int down = Math.min(height - 1, y + 1) * width;
    for (int x = 0; x < width; x++) {
      int p = Math.max(0, x - 1);
      int n = Math.min(width - 1, x + 1);
      out[x] =
          (short)
              ((image[up + n] & 255)
                  - (image[up + p] & 255)
                  + 2 * ((image[at + n] & 255) - (image[at + p] & 255))
                  + (image[down + n] & 255)
                  - (image[down + p] & 255));
    }
  }
}
