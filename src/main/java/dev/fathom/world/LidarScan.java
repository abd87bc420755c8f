package dev.fathom.world;

/**
 * A reusable scan.
 *
 * <p>Shape: float32 [count, 4]: x, y, z, intensity, in the order of firing, only returns that came
 * back. Frame: the sensor's, x forward, y left, z up, at the time of each point's firing. Units:
 * metres; intensity 0 … 255. The array may be longer than the scan; it only grows. Threads: one
 * owner at a time.
 */
public final class LidarScan {
  /** Floats a point. */
  public static final int STRIDE = 4;

  private float[] points = new float[0];
  private int count;

  void clear(int capacity) {
    if (points.length < STRIDE * capacity) {
      points = new float[STRIDE * capacity];
    }
    count = 0;
  }

  void add(double x, double y, double z, double intensity) {
    int at = STRIDE * count++;
    points[at] = (float) x;
    points[at + 1] = (float) y;
    points[at + 2] = (float) z;
    points[at + 3] = (float) intensity;
  }

  /** Number of points. */
  public int count() {
    return count;
  }

  /** The points themselves, not a copy. */
  public float[] points() {
    return points;
  }
}
