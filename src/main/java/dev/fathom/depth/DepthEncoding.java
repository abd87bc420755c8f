package dev.fathom.depth;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Depth images to the pixels of a sensor_msgs/Image, little-endian, rows without padding.
 *
 * <p>Source: REP 118. Invalid: see {@link Depth}. Threads: pure. Cost: one pass, no allocation.
 */
public final class DepthEncoding {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private DepthEncoding() {}

  /**
   * 32FC1: metres, NaN unknown, infinities as they are; zero and negative depths become unknown.
   *
   * @return bytes written
   */
  public static int toMetres(FloatImage depth, byte[] dst, int offset) {
    int size = depth.size();
    checkRoom(dst, offset, 4L * size);
    float[] z = depth.data();
    for (int i = 0; i < size; i++) {
      INT.set(dst, offset + i * 4, Float.floatToRawIntBits(Depth.cleaned(z[i])));
    }
    return size * 4;
  }

  /**
   * 32FC1 of a σ or disparity image: values as they are, NaN unknown.
   *
   * @return bytes written
   */
  public static int toFloats(FloatImage values, byte[] dst, int offset) {
    int size = values.size();
    checkRoom(dst, offset, 4L * size);
    float[] v = values.data();
    for (int i = 0; i < size; i++) {
      INT.set(dst, offset + i * 4, Float.floatToRawIntBits(v[i]));
    }
    return size * 4;
  }

  /**
   * 16UC1: whole millimetres, rounded; 0 for every depth that is not known or does not fit.
   *
   * @return bytes written
   */
  public static int toMillimetres(FloatImage depth, byte[] dst, int offset) {
    int size = depth.size();
    checkRoom(dst, offset, 2L * size);
    float[] z = depth.data();
    for (int i = 0; i < size; i++) {
      // NaN casts to 0, infinities and large values to the limits of int.
      int millimetres = (int) (z[i] * 1000f + 0.5f);
      SHORT.set(dst, offset + i * 2, (short) (millimetres >>> 16 == 0 ? millimetres : 0));
    }
    return size * 2;
  }

  private static void checkRoom(byte[] dst, int offset, long needed) {
    if (offset < 0 || dst.length - offset < needed) {
      throw new IllegalArgumentException(
          needed + " bytes do not fit at " + offset + " of " + dst.length);
    }
  }
}
