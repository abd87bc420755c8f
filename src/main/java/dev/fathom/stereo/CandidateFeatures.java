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
 * <p>The features of a pixel: grey level; whether its match passed the check (255) or not (0);
 * change of the filled disparity over two pixels from the left and from above, 1/16 pixels; then
 * how much every other candidate differs from the filled one, 1/8 pixels (all of these from 128);
 * then for every candidate how much the right image differs at its match in grey level (1/4) and in
 * Sobel's horizontal gradient, both 255 if the match lies outside the right image.
 *
 * <p>Threads: one owner at a time. Cost: one pass; nothing is allocated while the size stays.
 */
public final class CandidateFeatures {
  /** Features of one pixel. */
  public static final int PER_PIXEL = 4 + (Candidates.COUNT - 1) + 2 * Candidates.COUNT;

  /** Width and height in pixels are multiples of this. */
  public static final int SIDE_MULTIPLE = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How far the change of disparity is looked at. Units: pixels. */
  private static final int SPAN = 2;

  private static final long OUTSIDE = 0xffff;
  private static final long NO_DIFFERENCE = 128;
  private static final long NO_DIFFERENCES = 0x8080_8080_8080L;
  private static final long FOUR_TIMES = 0x0001_0001_0001_0001L;

  private byte[] data = new byte[0];
  private int width;
  private int height;
  private short[] leftGradient = new short[0];
  private short[] rightGradient = new short[0];
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
      describeRow(left.data(), right.data(), candidates.consistent(), columns, y);
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
    if (leftGradient.length < columns) {
      leftGradient = new short[columns];
      rightGradient = new short[columns];
    }
  }

  private void describeRow(byte[] left, byte[] right, boolean[] consistent, int columns, int y) {
    float[] filled = planes[Candidates.FILLED];
    int row = y * columns;
    int above = Math.max(0, y - SPAN) * columns;
    int at = y * width * PER_PIXEL;
    for (int x = 0; x < columns; x++, at += PER_PIXEL) {
      int i = row + x;
      float own = filled[i];
      long head =
          (left[i] & 255)
              | (consistent[i] ? 0xff00L : 0)
              | centred(16 * (own - filled[row + Math.max(0, x - SPAN)])) << 16
              | centred(16 * (own - filled[above + x])) << 24;
      describePixel(left, right, row, x, columns, head, at);
    }
  }

  private void describePixel(
      byte[] left, byte[] right, int row, int x, int columns, long head, int at) {
    int i = row + x;
    float own = planes[Candidates.FILLED][i];
    long error = error(left, right, row, x, columns, own);
    long differences = NO_DIFFERENCES;
    long early = error * FOUR_TIMES;
    long late = early;
    for (int k = 1; k < Candidates.COUNT; k++) {
      float other = planes[k][i];
      // Most candidates repeat the filled one.
      if (other != own) {
        differences ^= (NO_DIFFERENCE ^ centred(8 * (other - own))) << 8 * (k - 1);
        long change = error ^ error(left, right, row, x, columns, other);
        if (k < 4) {
          early ^= change << 16 * k;
        } else {
          late ^= change << 16 * (k - 4);
        }
      }
    }
    // 4 bytes of head, 6 of differences, 8 of errors 0 to 3 and 6 of errors 4 to 6.
    LONG.set(data, at, head | differences << 32);
    LONG.set(data, at + 8, differences >>> 32 | early << 16);
    LONG.set(data, at + 16, early >>> 48 | late << 16);
  }

  private static long centred(float value) {
    return (int) (Math.max(0, Math.min(255, value + 128)) + 0.5f);
  }

  /** Error in grey level in the lower byte, in gradient in the upper one. */
  private long error(byte[] left, byte[] right, int row, int x, int columns, float disparity) {
    float match = x - disparity;
    if (match < -0.5f || match > columns - 0.5f) {
      return OUTSIDE;
    }
    float inside = Math.max(0, Math.min(columns - 1, match));
    int column = (int) inside;
    int next = Math.min(columns - 1, column + 1);
    float fraction = inside - column;
    float a = right[row + column] & 255;
    float b = right[row + next] & 255;
    float level = Math.abs((left[row + x] & 255) - (a + fraction * (b - a))) * 4;
    float g = rightGradient[column];
    float change = Math.abs(leftGradient[x] - (g + fraction * (rightGradient[next] - g)));
    return (int) (Math.min(255, level) + 0.5f) | (int) (Math.min(255, change) + 0.5f) << 8;
  }

  /** Sobel's horizontal gradient of one row. */
  private static void gradient(byte[] image, int columns, int rows, int y, short[] out) {
    int up = Math.max(0, y - 1) * columns;
    int at = y * columns;
    int down = Math.min(rows - 1, y + 1) * columns;
    for (int x = 1; x < columns - 1; x++) {
      out[x] = gradientAt(image, up, at, down, x - 1, x + 1);
    }
    out[0] = gradientAt(image, up, at, down, 0, Math.min(columns - 1, 1));
    out[columns - 1] = gradientAt(image, up, at, down, Math.max(0, columns - 2), columns - 1);
  }

  private static short gradientAt(byte[] image, int up, int at, int down, int from, int to) {
    return (short)
        ((image[up + to] & 255)
            - (image[up + from] & 255)
            + 2 * ((image[at + to] & 255) - (image[at + from] & 255))
            + (image[down + to] & 255)
            - (image[down + from] & 255));
  }
}
