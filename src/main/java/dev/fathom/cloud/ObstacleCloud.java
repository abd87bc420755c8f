package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Depth to the points that a planner must avoid: finite, few, and without flying pixels, in the
 * layout of {@link PointLayout}.
 *
 * <p>The picture is cut into square blocks, as small as {@link ObstacleOptions#maxPoints} allows
 * for the whole picture, so that a side is never cut off and the density does not change from frame
 * to frame. Of each block the nearest trustworthy pixel is kept, for that is the one to hit.
 *
 * <p>Frame: the camera's optical frame. Units: metres. Shape: points in row-major order of their
 * blocks. Invalid: only finite points leave. Threads: one owner at a time. Cost: one pass; the
 * tests for trust run only on pixels nearer than the best of their block.
 */
public final class ObstacleCloud {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int NONE = -1;
  private static final int LAST_KEY = Depth.orderKey(PixelRays.MAX_DEPTH);

  private final ObstacleOptions options;
  private final PixelRays rays = new PixelRays();
  private final FlyingPixels flying;
  private final double minSquared;
  private final double maxSquared;
  private int[] leastKeys = new int[0];

  public ObstacleCloud(ObstacleOptions options) {
    this.options = options;
    minSquared = options.minRange() * options.minRange();
    maxSquared = options.maxRange() * options.maxRange();
    flying = new FlyingPixels((float) options.flyingPixelThreshold());
  }

  /** Side of the blocks for a picture of this size. Units: pixels. */
  public int blockSide(int width, int height) {
    return Blocks.side(width, height, options.stride(), options.maxPoints());
  }

  /** Bytes that {@link #write} may need for a picture of this size. */
  public int maxByteLength(int width, int height) {
    int side = blockSide(width, height);
    return Math.multiplyExact(
        Blocks.along(width, side) * Blocks.along(height, side), PointLayout.POINT_BYTES);
  }

  /**
   * Writes the points.
   *
   * @param depth depth by the rule of {@link dev.fathom.image.Depth}
   * @param sigma its standard deviation, of the same size; pixels without a σ are dropped
   * @param colour picture of the same size, three channels or one; without it points are black
   * @param intrinsics the camera of all, at their size
   * @param dst receives up to {@link #maxByteLength} bytes from {@code offset} on
   * @param offset first byte to write
   * @return number of points, {@link PointLayout#POINT_BYTES} bytes each
   */
  public int write(
      FloatImage depth,
      @Nullable FloatImage sigma,
      @Nullable Image8 colour,
      Intrinsics intrinsics,
      byte[] dst,
      int offset) {
    check(depth, sigma, colour, dst, offset);
    rays.prepare(intrinsics, depth.width(), depth.height());
    int width = depth.width();
    int side = blockSide(width, depth.height());
    if (leastKeys.length < width) {
      leastKeys = new int[width];
    }
    int points = 0;
    for (int top = 0; top < depth.height(); top += side) {
      int bottom = Math.min(top + side, depth.height());
      findLeastKeys(depth, top, bottom);
      for (int left = 0; left < width; left += side) {
        int pixel = choose(depth, sigma, left, Math.min(left + side, width), top, bottom);
        if (pixel != NONE) {
          writePoint(depth, colour, pixel, dst, offset + PointLayout.POINT_BYTES * points++);
        }
      }
    }
    return points;
  }

  /**
   * The least key of each column of a row of blocks; without a branch, because holes are random.
   */
  private void findLeastKeys(FloatImage depth, int top, int bottom) {
    int width = depth.width();
    float[] z = depth.data();
    Arrays.fill(leastKeys, 0, width, Integer.MAX_VALUE);
    for (int v = top; v < bottom; v++) {
      for (int u = 0; u < width; u++) {
        leastKeys[u] = Math.min(leastKeys[u], Depth.orderKey(z[v * width + u]));
      }
    }
  }

  /** The block's nearest trustworthy pixel; nearly always its nearest pixel is one. */
  private int choose(
      FloatImage depth, @Nullable FloatImage sigma, int left, int right, int top, int bottom) {
    int least = Integer.MAX_VALUE;
    for (int u = left; u < right; u++) {
      least = Math.min(least, leastKeys[u]);
    }
    if (least > LAST_KEY) {
      return NONE;
    }
    for (int v = top; v < bottom; v++) {
      int row = v * depth.width();
      for (int u = left; u < right; u++) {
        if (Depth.orderKey(depth.data()[row + u]) == least) {
          return isTrusted(depth, sigma, u, v)
              ? row + u
              : nearestTrusted(depth, sigma, left, right, top, bottom);
        }
      }
    }
    return NONE;
  }

  private int nearestTrusted(
      FloatImage depth, @Nullable FloatImage sigma, int left, int right, int top, int bottom) {
    int chosen = NONE;
    float nearest = PixelRays.MAX_DEPTH;
    for (int v = top; v < bottom; v++) {
      for (int u = left; u < right; u++) {
        float z = depth.at(u, v);
        if (z < nearest && z > 0 && isTrusted(depth, sigma, u, v)) {
          nearest = z;
          chosen = v * depth.width() + u;
        }
      }
    }
    return chosen;
  }

  private boolean isTrusted(FloatImage depth, @Nullable FloatImage sigma, int u, int v) {
    float z = depth.at(u, v);
    return withinRange(z, u, v)
        && isCertain(z, sigma, v * depth.width() + u)
        && !flying.isFlying(depth, u, v);
  }

  private boolean withinRange(float z, int u, int v) {
    double x = rays.columns[u];
    double y = rays.rows[v];
    double squared = (double) z * z * (1 + x * x + y * y);
    return squared >= minSquared && squared <= maxSquared;
  }

  private boolean isCertain(float z, @Nullable FloatImage sigma, int pixel) {
    // False for a σ of NaN.
    return sigma == null || sigma.data()[pixel] <= options.maxRelativeSigma() * z;
  }

  private void writePoint(
      FloatImage depth, @Nullable Image8 colour, int pixel, byte[] dst, int at) {
    float z = depth.data()[pixel];
    FLOAT.set(dst, at + PointLayout.X_OFFSET, z * rays.columns[pixel % depth.width()]);
    FLOAT.set(dst, at + PointLayout.Y_OFFSET, z * rays.rows[pixel / depth.width()]);
    FLOAT.set(dst, at + PointLayout.Z_OFFSET, z);
    int rgb = colour == null ? 0 : PointColour.at(colour.data(), colour.channels(), pixel);
    INT.set(dst, at + PointLayout.RGB_OFFSET, rgb);
  }

  private void check(
      FloatImage depth,
      @Nullable FloatImage sigma,
      @Nullable Image8 colour,
      byte[] dst,
      int offset) {
    int width = depth.width();
    int height = depth.height();
    if (sigma != null && (sigma.width() != width || sigma.height() != height)) {
      throw new IllegalArgumentException(
          "sigma must be "
              + width
              + "x"
              + height
              + ", found "
              + sigma.width()
              + "x"
              + sigma.height());
    }
    if (colour != null) {
      PointColour.check(colour, width, height);
    }
    int length = maxByteLength(width, height);
    if (offset < 0 || dst.length - offset < length) {
      throw new IllegalArgumentException(
          length + " bytes of points do not fit at " + offset + " of " + dst.length);
    }
  }
}
