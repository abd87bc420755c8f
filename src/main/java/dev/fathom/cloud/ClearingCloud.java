package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Depth to points along whose rays a costmap may clear: finite, beyond the range of obstacles, and
 * only where free space is known that far. NaN clears nothing in Nav2, so that without such points
 * a costmap keeps what has gone from an open space.
 *
 * <p>The picture is cut into square blocks as in {@link ObstacleCloud}. A block is free when none
 * of its pixels is nearer than the points would be, trustworthy or not, and at least a share of
 * them is known to be farther: measured with a σ that is small enough, or +∞. Its point lies on the
 * ray of its middle pixel.
 *
 * <p>Frame: the camera's optical frame. Units: metres. Shape: points in row-major order of their
 * blocks, in the layout of {@link PointLayout}, black. Invalid: only finite points leave. Threads:
 * one owner at a time. Cost: one pass; a block ends at its first near pixel.
 */
public final class ClearingCloud {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ClearingOptions options;
  private final float range;
  private final float rangeSquared;
  private final float maxRelativeSigma;
  private final PixelRays rays = new PixelRays();

  /**
   * @param obstacles whose range the points lie beyond, and whose σ is still trusted
   */
  public ClearingCloud(ClearingOptions options, ObstacleOptions obstacles) {
    this.options = options;
    range = (float) (obstacles.maxRange() + options.margin());
    rangeSquared = range * range;
    maxRelativeSigma = (float) obstacles.maxRelativeSigma();
  }

  /** Distance of every point from the camera. */
  public float rangeMetres() {
    return range;
  }

  /** Bytes that {@link #write} may need for a picture of this size. */
  public int maxByteLength(int width, int height) {
    int side = Blocks.side(width, height, options.stride(), options.maxPoints());
    return Math.multiplyExact(
        Blocks.along(width, side) * Blocks.along(height, side), PointLayout.POINT_BYTES);
  }

  /**
   * Writes the points.
   *
   * @param depth depth by the rule of {@link Depth}
   * @param sigma its standard deviation, of the same size; null where there is none
   * @param intrinsics the camera of both, at their size
   * @param dst receives up to {@link #maxByteLength} bytes from {@code offset} on
   * @param offset first byte to write
   * @return number of points, {@link PointLayout#POINT_BYTES} bytes each
   */
  public int write(
      FloatImage depth, @Nullable FloatImage sigma, Intrinsics intrinsics, byte[] dst, int offset) {
    int width = depth.width();
    int height = depth.height();
    check(depth, sigma, dst, offset);
    rays.prepare(intrinsics, width, height);
    int side = Blocks.side(width, height, options.stride(), options.maxPoints());
    int points = 0;
    for (int top = 0; top < height; top += side) {
      int bottom = Math.min(top + side, height);
      for (int left = 0; left < width; left += side) {
        int right = Math.min(left + side, width);
        if (isFree(depth, sigma, left, right, top, bottom)) {
          int at = offset + PointLayout.POINT_BYTES * points++;
          writePoint((left + right) / 2, (top + bottom) / 2, dst, at);
        }
      }
    }
    return points;
  }

  private boolean isFree(
      FloatImage depth, @Nullable FloatImage sigma, int left, int right, int top, int bottom) {
    int free = 0;
    for (int v = top; v < bottom; v++) {
      float y = rays.rows[v];
      for (int u = left; u < right; u++) {
        float z = depth.at(u, v);
        float x = rays.columns[u];
        float squared = z * z * (1 + x * x + y * y);
        // −∞ stands for something too close; NaN is neither near nor free.
        if (z < 0 || squared < rangeSquared) {
          return false;
        }
        if (squared >= rangeSquared && isTrusted(z, sigma, v * depth.width() + u)) {
          free++;
        }
      }
    }
    return free >= options.minFreeShare() * (right - left) * (bottom - top);
  }

  /** A depth of +∞ has no σ. */
  private boolean isTrusted(float z, @Nullable FloatImage sigma, int pixel) {
    return sigma == null
        || z == Float.POSITIVE_INFINITY
        || sigma.data()[pixel] <= maxRelativeSigma * z;
  }

  private void writePoint(int u, int v, byte[] dst, int at) {
    float x = rays.columns[u];
    float y = rays.rows[v];
    float z = (float) (range / Math.sqrt(1 + x * x + y * y));
    FLOAT.set(dst, at + PointLayout.X_OFFSET, z * x);
    FLOAT.set(dst, at + PointLayout.Y_OFFSET, z * y);
    FLOAT.set(dst, at + PointLayout.Z_OFFSET, z);
    INT.set(dst, at + PointLayout.RGB_OFFSET, 0);
  }

  private void check(FloatImage depth, @Nullable FloatImage sigma, byte[] dst, int offset) {
    if (sigma != null && (sigma.width() != depth.width() || sigma.height() != depth.height())) {
      throw new IllegalArgumentException(
          String.format(
              "sigma must be %dx%d, found %dx%d",
              depth.width(), depth.height(), sigma.width(), sigma.height()));
    }
    int length = maxByteLength(depth.width(), depth.height());
    if (offset < 0 || dst.length - offset < length) {
      throw new IllegalArgumentException(
          length + " bytes of points do not fit at " + offset + " of " + dst.length);
    }
  }
}
