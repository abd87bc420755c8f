package dev.fathom.stereo;

import dev.fathom.image.Image8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What a network sees of a pair and its {@link Candidates}.
 *
 * <p>Shape: uint8 [H, W, {@link #PER_PIXEL}], row-major, sides rounded up to multiples of {@link
 * #SIDE_MULTIPLE} by repeating the last column and row.
 *
 * <p>The features of a pixel: grey level; whether its match passed the check (255) or not (0); the
 * greater of the changes of the filled disparity over two pixels from the left and from above, 1/16
 * pixels; then how much every other candidate differs from the filled one, 1/8 pixels (all of these
 * from 128); then for every candidate how much the right image differs at its match: twice the
 * difference in grey level and half of that in Sobel's horizontal gradient, 255 if the match lies
 * outside the right image. Disparities count in whole 1/16 pixels, as OpenCV gives them.
 *
 * <p>Threads: one owner at a time. Cost: one pass; nothing is allocated while the size stays.
 */
public final class CandidateFeatures {
  /** Features of one pixel. */
  public static final int PER_PIXEL = 3 + (Candidates.COUNT - 1) + Candidates.COUNT;

  /** Width and height in pixels are multiples of this. */
  public static final int SIDE_MULTIPLE = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How far the change of disparity is looked at. Units: pixels. */
  private static final int SPAN = 2;

  private static final int DIFFERENCES = 3;
  private static final int ERRORS = DIFFERENCES + Candidates.COUNT - 1;
  private static final int OUTSIDE = 255;

  /** Of the six differences, five stand in the first eight bytes and one in the second. */
  private static final long NO_DIFFERENCES = 0x80_8080_8080L << 24;

  private static final long NO_LAST_DIFFERENCE = 0x80;
  private static final long SEVEN_TIMES = 0x0001_0101_0101_0101L << 8;

  private byte[] data = new byte[0];
  private int width;
  private int height;
  private int[] columnSums = new int[0];
  private int[] leftGradient = new int[0];
  private int[] rightGradient = new int[0];
  private int[] rightGrey = new int[0];
  private int[] ownErrors = new int[0];
  private final float[][] planes = new float[Candidates.COUNT][];

  /** The features themselves, not a copy; the array may be longer than they are. */
  public byte[] data() {
    return data;
  }

  /** Rounded up. */
  public int width() {
    return width;
  }

  /** Rounded up. */
  public int height() {
    return height;
  }

  /** A side in pixels, rounded up. */
  static int rounded(int side) {
    return (side + SIDE_MULTIPLE - 1) / SIDE_MULTIPLE * SIDE_MULTIPLE;
  }

  /** Computes the features of a pair and the candidates that were found in it. */
  public void describe(Image8 left, Image8 right, Candidates candidates) {
    int columns = candidates.width();
    int rows = candidates.height();
    reshape(columns, rows);
    for (int k = 0; k < Candidates.COUNT; k++) {
      planes[k] = candidates.plane(k);
    }
    int pitch = width * PER_PIXEL;
    for (int y = 0; y < rows; y++) {
      gradient(left.data(), columns, rows, y, leftGradient);
      gradient(right.data(), columns, rows, y, rightGradient);
      widen(right.data(), columns, y);
      describeRow(left.data(), candidates, y);
      int last = y * pitch + (columns - 1) * PER_PIXEL;
      for (int at = last + PER_PIXEL; at < (y + 1) * pitch; at += PER_PIXEL) {
        System.arraycopy(data, last, data, at, PER_PIXEL);
      }
    }
    for (int y = rows; y < height; y++) {
      System.arraycopy(data, (rows - 1) * pitch, data, y * pitch, pitch);
    }
  }

  private void reshape(int columns, int rows) {
    width = rounded(columns);
    height = rounded(rows);
    int size = width * height * PER_PIXEL;
    if (data.length < size) {
      data = new byte[size];
    }
    if (leftGradient.length <= columns) {
      columnSums = new int[columns];
      leftGradient = new int[columns + 1];
      rightGradient = new int[columns + 1];
      rightGrey = new int[columns + 1];
      ownErrors = new int[columns];
    }
  }

  private void describeRow(byte[] left, Candidates candidates, int y) {
    int columns = candidates.width();
    int row = y * columns;
    measureOwn(left, planes[Candidates.FILLED], row, columns);
    describeOwn(left, candidates.consistent(), row, Math.max(0, y - SPAN) * columns, columns, y);
    boolean[] contested = candidates.contested();
    int start = y * width * PER_PIXEL;
    for (int x = 0; x < columns; x++) {
      if (contested[row + x]) {
        describeOthers(left[row + x] & 255, row + x, x, columns, start + x * PER_PIXEL);
      }
    }
  }

  /** Describes the filled candidate, and all others as if they repeated it, as most do. */
  private void describeOwn(
      byte[] left, boolean[] consistent, int row, int above, int columns, int y) {
    float[] filled = planes[Candidates.FILLED];
    int[] errors = ownErrors;
    byte[] out = data;
    for (int x = 0, at = y * width * PER_PIXEL; x < columns; x++, at += PER_PIXEL) {
      float own = filled[row + x];
      float fromLeft = own - filled[row + Math.max(0, x - SPAN)];
      int change = centred(16 * greater(fromLeft, own - filled[above + x]));
      int first = (left[row + x] & 255) | (consistent[row + x] ? 0xff00 : 0) | change << 16;
      LONG.set(out, at, first | NO_DIFFERENCES);
      LONG.set(out, at + 8, NO_LAST_DIFFERENCE | errors[x] * SEVEN_TIMES);
    }
  }

  /** The errors of the filled candidate in a row. */
  private void measureOwn(byte[] left, float[] filled, int row, int columns) {
    int[] greys = rightGrey;
    int[] gradients = rightGradient;
    int[] own = leftGradient;
    int[] errors = ownErrors;
    int last = 16 * (columns - 1);
    for (int x = 0; x < columns; x++) {
      int match = 16 * x - sixteenths(filled[row + x]);
      int inside = Math.max(0, Math.min(last, match));
      int column = inside >> 4;
      int fraction = inside & 15;
      int a = greys[column];
      int g = gradients[column];
      int level = Math.abs(16 * ((left[row + x] & 255) - a) - fraction * (greys[column + 1] - a));
      int change = Math.abs(16 * (own[x] - g) - fraction * (gradients[column + 1] - g));
      int error = Math.min(255, (4 * level + change + 16) >> 5);
      errors[x] = match < -8 || match > last + 8 ? OUTSIDE : error;
    }
  }

  /** Describes the candidates of a pixel that do not repeat the filled one. */
  private void describeOthers(int grey, int i, int x, int columns, int at) {
    float own = planes[Candidates.FILLED][i];
    for (int k = 1; k < Candidates.COUNT; k++) {
      float other = planes[k][i];
      if (other != own) {
        data[at + DIFFERENCES + k - 1] = (byte) centred(8 * (other - own));
        data[at + ERRORS + k] = (byte) error(grey, x, columns, other);
      }
    }
  }

  private static float greater(float a, float b) {
    return Math.abs(b) > Math.abs(a) ? b : a;
  }

  private static int centred(float value) {
    return Math.max(0, Math.min(255, (int) (value + 1024.5f) - 896));
  }

  private static int sixteenths(float disparity) {
    return (int) (16 * disparity + 65536.5f) - 65536;
  }

  private int error(int grey, int x, int columns, float disparity) {
    int match = 16 * x - sixteenths(disparity);
    int last = 16 * (columns - 1);
    if (match < -8 || match > last + 8) {
      return OUTSIDE;
    }
    int inside = Math.max(0, Math.min(last, match));
    int column = inside >> 4;
    int fraction = inside & 15;
    int a = rightGrey[column];
    int g = rightGradient[column];
    int level = Math.abs(16 * (grey - a) - fraction * (rightGrey[column + 1] - a));
    int change = Math.abs(16 * (leftGradient[x] - g) - fraction * (rightGradient[column + 1] - g));
    return Math.min(255, (4 * level + change + 16) >> 5);
  }

  private void widen(byte[] right, int columns, int y) {
    for (int x = 0; x < columns; x++) {
      rightGrey[x] = right[y * columns + x] & 255;
    }
  }

  /** Sobel's horizontal gradient of one row. */
  private void gradient(byte[] image, int columns, int rows, int y, int[] out) {
    int up = Math.max(0, y - 1) * columns;
    int at = y * columns;
    int down = Math.min(rows - 1, y + 1) * columns;
    int[] sums = columnSums;
    for (int x = 0; x < columns; x++) {
      sums[x] = (image[up + x] & 255) + 2 * (image[at + x] & 255) + (image[down + x] & 255);
    }
    for (int x = 1; x < columns - 1; x++) {
      out[x] = sums[x + 1] - sums[x - 1];
    }
    out[0] = sums[Math.min(columns - 1, 1)] - sums[0];
    out[columns - 1] = sums[columns - 1] - sums[Math.max(0, columns - 2)];
  }
}
