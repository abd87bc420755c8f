package dev.fathom.train.report;

import java.util.Arrays;

/**
 * The points of one curve, in the order of their steps.
 *
 * <p>Threads: one at a time.
 */
public final class Series {
  private static final int FIRST_CAPACITY = 64;

  private long[] steps = new long[FIRST_CAPACITY];
  private double[] wallSeconds = new double[FIRST_CAPACITY];
  private float[] values = new float[FIRST_CAPACITY];
  private int size;

  Series() {}

  /** Number of points. */
  public int size() {
    return size;
  }

  /** Training step of a point. */
  public long step(int point) {
    return steps[checked(point)];
  }

  /** When a point was measured. Units: seconds since 1970. */
  public double wallSeconds(int point) {
    return wallSeconds[checked(point)];
  }

  /** What was measured; may be NaN. */
  public float value(int point) {
    return values[checked(point)];
  }

  void add(long step, double seconds, float value) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
      wallSeconds = Arrays.copyOf(wallSeconds, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    steps[size] = step;
    wallSeconds[size] = seconds;
    values[size] = value;
    size++;
  }

  /** Forgets all points from {@code step} on. */
  void cutFrom(long step) {
    while (size > 0 && steps[size - 1] >= step) {
      size--;
    }
  }

  private int checked(int point) {
    if (point < 0 || point >= size) {
      throw new IndexOutOfBoundsException("point " + point + " of " + size);
    }
    return point;
  }
}
