package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Depth and colour to an organised cloud: one point a pixel, in the layout of {@link PointLayout}.
 *
 * <p>Frame: the camera's optical frame. Units: metres. Shape: [height, width] points, row-major.
 * Invalid: a depth that is not known gives x = y = z = NaN, never an infinity, because consumers
 * take those for points; its colour stays. Threads: one owner at a time. Cost: one pass, no
 * allocation while the camera stays the same.
 */
public final class OrganisedCloud {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private static final float OVERFLOW_BEYOND_MAX = Float.MAX_VALUE / PixelRays.MAX_DEPTH;

  private final PixelRays rays = new PixelRays();
  private float[] cleaned = new float[0];

  /** Bytes of the cloud of a {@code width × height} picture. */
  public static int byteLength(int width, int height) {
    return Math.multiplyExact(Math.multiplyExact(width, height), PointLayout.POINT_BYTES);
  }

  /**
   * Writes the cloud.
   *
   * @param depth depth by the rule of {@link dev.fathom.image.Depth}
   * @param colour picture of the same size, three channels or one
   * @param intrinsics the camera of both, at their size
   * @param dst receives {@link #byteLength} bytes from {@code offset} on
   * @param offset first byte to write
   * @return bytes written
   */
  public int write(FloatImage depth, Image8 colour, Intrinsics intrinsics, byte[] dst, int offset) {
    int width = depth.width();
    int height = depth.height();
    rays.prepare(intrinsics, width, height);
    int length = byteLength(width, height);
    PointColour.check(colour, width, height);
    if (offset < 0 || dst.length - offset < length) {
      throw new IllegalArgumentException(
          "a cloud of " + length + " bytes does not fit at " + offset + " of " + dst.length);
    }
    if (cleaned.length < width) {
      cleaned = new float[width];
    }
    for (int v = 0; v < height; v++) {
      int row = offset + v * width * PointLayout.POINT_BYTES;
      clean(depth.data(), v * width, cleaned, width);
      if (colour.channels() == 3) {
        writeColourRow(rays.rows[v], colour.data(), v * width * 3, dst, row, width);
      } else {
        writeGreyRow(rays.rows[v], colour.data(), v * width, dst, row, width);
      }
    }
    return length;
  }

  /**
   * Copies a row of depths, unknown ones as NaN.
   *
   * <p>Arithmetic instead of conditions, so that the compiler makes vector code of it: the quotient
   * is 1 for a known depth and NaN where the scaled depth is 0, infinite or NaN. It overflows for
   * depths beyond {@link PixelRays#MAX_DEPTH}, so that no product with a slope can.
   */
  @SuppressWarnings("IdentityBinaryExpression")
  private static void clean(float[] depth, int first, float[] out, int width) {
    // The copy first: vector code needs both sides at one index.
    System.arraycopy(depth, first, out, 0, width);
    for (int u = 0; u < width; u++) {
      float metres = Math.max(out[u], 0f);
      float scaled = metres * OVERFLOW_BEYOND_MAX;
      out[u] = metres * (scaled / scaled);
    }
  }

  /** Two points a turn: one read brings both colours, and more would run out of registers. */
  private void writeColourRow(float y, byte[] rgb, int first, byte[] dst, int row, int width) {
    float[] columns = rays.columns;
    float[] depth = cleaned;
    int u = 0;
    // The read reaches two bytes into the next pixel, which must be there.
    for (; u < width - 2; u += 2) {
      long colours = Long.reverseBytes((long) LONG.get(rgb, first + u * 3));
      int at = row + u * 16;
      float z = depth[u];
      FLOAT.set(dst, at, columns[u] * z);
      FLOAT.set(dst, at + 4, y * z);
      FLOAT.set(dst, at + 8, z);
      INT.set(dst, at + 12, (int) (colours >>> 40));
      float next = depth[u + 1];
      FLOAT.set(dst, at + 16, columns[u + 1] * next);
      FLOAT.set(dst, at + 20, y * next);
      FLOAT.set(dst, at + 24, next);
      INT.set(dst, at + 28, (int) (colours >>> 16) & 0xffffff);
    }
    for (; u < width; u++) {
      int colour = PointColour.ofRgb(rgb, first + u * 3);
      writePoint(dst, row + u * 16, depth[u], columns[u], y, colour);
    }
  }

  private void writeGreyRow(float y, byte[] grey, int first, byte[] dst, int row, int width) {
    float[] columns = rays.columns;
    float[] depth = cleaned;
    for (int u = 0; u < width; u++) {
      int colour = PointColour.ofGrey(grey, first + u);
      writePoint(dst, row + u * 16, depth[u], columns[u], y, colour);
    }
  }

  private static void writePoint(byte[] dst, int at, float z, float x, float y, int colour) {
    FLOAT.set(dst, at, x * z);
    FLOAT.set(dst, at + 4, y * z);
    FLOAT.set(dst, at + 8, z);
    INT.set(dst, at + 12, colour);
  }
}
