package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
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

  private final ObstacleOptions options;
  private final PixelRays rays = new PixelRays();
  private final FlyingPixels flying;
  private final double minSquared;
  private final double maxSquared;
  private float[] nearest = new float[0];
  private int[] chosen = new int[0];

  public ObstacleCloud(ObstacleOptions options) {
    this.options = options;
    minSquared = options.minRange() * options.minRange();
    maxSquared = options.maxRange() * options.maxRange();
    flying = new FlyingPixels((float) options.flyingPixelThreshold());
  }

  /** Side of the blocks for a picture of this size. Units: pixels. */
  public int blockSide(int width, int height) {
    int side = options.stride();
    while ((long) blocks(width, side) * blocks(height, side) > options.maxPoints()) {
      side++;
    }
    return side;
  }

  /** Bytes that {@link #write} may need for a picture of this size. */
  public int maxByteLength(int width, int height) {
    int side = blockSide(width, height);
    return Math.multiplyExact(blocks(width, side) * blocks(height, side), PointLayout.POINT_BYTES);
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
    int side = blockSide(depth.width(), depth.height());
    int count = blocks(depth.width(), side);
    if (nearest.length < count) {
      nearest = new float[count];
      chosen = new int[count];
    }
    int points = 0;
    for (int top = 0; top < depth.height(); top += side) {
      Arrays.fill(nearest, 0, count, PixelRays.MAX_DEPTH);
      Arrays.fill(chosen, 0, count, NONE);
      int bottom = Math.min(top + side, depth.height());
      for (int v = top; v < bottom; v++) {
        chooseInRow(depth, sigma, v, side);
      }
      for (int block = 0; block < count; block++) {
        if (chosen[block] != NONE) {
          writePoint(depth, colour, chosen[block], dst, offset + 16 * points++);
        }
      }
    }
    return points;
  }

  private void chooseInRow(FloatImage depth, @Nullable FloatImage sigma, int v, int side) {
    float[] z = depth.data();
    int width = depth.width();
    int row = v * width;
    for (int left = 0, block = 0; left < width; left += side, block++) {
      int right = Math.min(left + side, width);
      float best = nearest[block];
      for (int u = left; u < right; u++) {
        float candidate = z[row + u];
        if (candidate < best
            && candidate > 0
            && withinRange(candidate, u, v)
            && certain(candidate, sigma, row + u)
            && !flying.isFlying(depth, u, v)) {
          best = candidate;
          chosen[block] = row + u;
        }
      }
      nearest[block] = best;
    }
  }

  private boolean withinRange(float z, int u, int v) {
    double x = rays.columns[u];
    double y = rays.rows[v];
    double squared = (double) z * z * (1 + x * x + y * y);
    return squared >= minSquared && squared <= maxSquared;
  }

  private boolean certain(float z, @Nullable FloatImage sigma, int pixel) {
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

  private static int blocks(int pixels, int side) {
    return (pixels + side - 1) / side;
  }
}
