package dev.fathom.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Loops over pixels of three or four bytes, and over grey ones.
 *
 * <p>A pixel is read or written as one 32-bit word that reaches into the next pixel, which is then
 * overwritten; the last pixel of a row goes byte by byte, so that nothing outside is touched.
 */
final class PackedPixels {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  // BT.601 luma in 15-bit fixed point; the weights sum to 1 << 15.
  private static final int RED = 9798;
  private static final int GREEN = 19235;
  private static final int BLUE = 3735;
  private static final int HALF = 1 << 14;

  private PackedPixels() {}

  /** Rows of {@code rowBytes} bytes, without the padding. */
  static void copyRows(ImageView in, int rowBytes, byte[] out) {
    if (in.step() == rowBytes) {
      System.arraycopy(in.bytes(), in.offset(), out, 0, rowBytes * in.height());
      return;
    }
    for (int y = 0; y < in.height(); y++) {
      System.arraycopy(in.bytes(), in.offset() + y * in.step(), out, y * rowBytes, rowBytes);
    }
  }

  /** One row of colour pixels to R, G, B; {@code blueFirst} says that blue comes first. */
  static void rowToRgb(
      byte[] in, int from, int pixelBytes, boolean blueFirst, byte[] out, int to, int width) {
    int last = width - 1;
    for (int x = 0; x < last; x++) {
      int pixel = (int) INT.get(in, from + x * pixelBytes);
      INT.set(out, to + x * 3, blueFirst ? Integer.reverseBytes(pixel) >>> 8 : pixel);
    }
    int pixel = from + last * pixelBytes;
    out[to + last * 3] = in[blueFirst ? pixel + 2 : pixel];
    out[to + last * 3 + 1] = in[pixel + 1];
    out[to + last * 3 + 2] = in[blueFirst ? pixel : pixel + 2];
  }

  /** One row of colour pixels to luma. */
  static void rowToLuma(
      byte[] in, int from, int pixelBytes, boolean blueFirst, byte[] out, int to, int width) {
    int first = blueFirst ? BLUE : RED;
    int third = blueFirst ? RED : BLUE;
    int last = width - 1;
    for (int x = 0; x < last; x++) {
      int pixel = (int) INT.get(in, from + x * pixelBytes);
      out[to + x] = luma(pixel & 0xff, pixel >>> 8 & 0xff, pixel >>> 16 & 0xff, first, third);
    }
    int pixel = from + last * pixelBytes;
    out[to + last] =
        luma(in[pixel] & 0xff, in[pixel + 1] & 0xff, in[pixel + 2] & 0xff, first, third);
  }

  private static byte luma(int a, int b, int c, int firstWeight, int thirdWeight) {
    return (byte) ((a * firstWeight + b * GREEN + c * thirdWeight + HALF) >> 15);
  }

  /** One row of grey bytes, {@code pixelBytes} apart, to R = G = B. */
  static void rowOfGreyToRgb(byte[] in, int from, int pixelBytes, byte[] out, int to, int width) {
    int last = width - 1;
    for (int x = 0; x < last; x++) {
      INT.set(out, to + x * 3, (in[from + x * pixelBytes] & 0xff) * 0x010101);
    }
    byte grey = in[from + last * pixelBytes];
    out[to + last * 3] = grey;
    out[to + last * 3 + 1] = grey;
    out[to + last * 3 + 2] = grey;
  }

  /** One row of every {@code pixelBytes}-th byte. */
  static void rowOfEvery(byte[] in, int from, int pixelBytes, byte[] out, int to, int width) {
    for (int x = 0; x < width; x++) {
      out[to + x] = in[from + x * pixelBytes];
    }
  }
}
