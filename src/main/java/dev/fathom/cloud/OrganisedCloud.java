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

  private static final int NAN = 0x7fc00000;
  private static final int LAST_KNOWN = Float.floatToRawIntBits(PixelRays.MAX_DEPTH) - 1;

  private final PixelRays rays = new PixelRays();

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
    for (int v = 0; v < height; v++) {
      int row = offset + v * width * PointLayout.POINT_BYTES;
      if (colour.channels() == 3) {
        writeRow(depth.data(), v * width, rays.rows[v], colour.data(), dst, row);
      } else {
        writeGreyRow(depth.data(), v * width, rays.rows[v], colour.data(), dst, row);
      }
    }
    return length;
  }

  private void writeRow(float[] depth, int first, float y, byte[] rgb, byte[] dst, int row) {
    float[] columns = rays.columns;
    int last = columns.length - 1;
    for (int u = 0; u < last; u++) {
      // Reads into the next pixel; reversed, its byte falls off.
      int colour = Integer.reverseBytes((int) INT.get(rgb, (first + u) * 3)) >>> 8;
      writePoint(dst, row + u * 16, depth[first + u], columns[u], y, colour);
    }
    int colour = PointColour.at(rgb, 3, first + last);
    writePoint(dst, row + last * 16, depth[first + last], columns[last], y, colour);
  }

  private void writeGreyRow(float[] depth, int first, float y, byte[] grey, byte[] dst, int row) {
    float[] columns = rays.columns;
    for (int u = 0; u < columns.length; u++) {
      int colour = (grey[first + u] & 0xff) * 0x010101;
      writePoint(dst, row + u * 16, depth[first + u], columns[u], y, colour);
    }
  }

  private static void writePoint(byte[] dst, int at, float z, float x, float y, int colour) {
    // Known depths have the bits 1 … LAST_KNOWN + 1; without a branch, because holes are random.
    int bits = Float.floatToRawIntBits(z);
    int unknown = (bits - 1 | LAST_KNOWN - (bits - 1)) >> 31;
    int cleaned = bits & ~unknown | NAN & unknown;
    float metres = Float.intBitsToFloat(cleaned);
    long xy =
        Float.floatToRawIntBits(x * metres) & 0xffffffffL
            | (long) Float.floatToRawIntBits(y * metres) << 32;
    LONG.set(dst, at, xy);
    LONG.set(dst, at + 8, cleaned & 0xffffffffL | (long) colour << 32);
  }
}
