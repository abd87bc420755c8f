package dev.fathom.world;

import java.util.Arrays;

/**
 * The planes that a picture shows.
 *
 * <p>A plane holds the points X with normal · X = offset. Frame: the camera's, optical. Units:
 * metres. The normal is of unit length and points away from the camera, so that offset, the
 * distance of the plane from the camera, is positive; the depth of the plane at a pixel with ray
 * (a, b, 1) is offset / (normal · (a, b, 1)). Planes are numbered from 1 in the order of how many
 * pixels show them, most first; 0 is what is curved, and the sky. Threads: one owner at a time.
 */
public final class PlaneTruth {
  /** Doubles a plane. */
  public static final int STRIDE = 4;

  private final LabelImage labels = new LabelImage();
  private double[] equations = new double[0];
  private int[] areas = new int[0];
  private int count;

  /** Which plane each pixel shows; 0 for none. */
  public LabelImage labels() {
    return labels;
  }

  public int count() {
    return count;
  }

  /** Shape: [count, 4]: normal x, y, z, offset; plane 1 comes first. Not a copy. */
  public double[] equations() {
    return equations;
  }

  /** How many pixels show plane {@code number}, from 1 on. */
  public int area(int number) {
    return areas[number - 1];
  }

  /** Depth of plane {@code number}, from 1 on, along the ray (a, b, 1). */
  public double depth(int number, double a, double b) {
    int at = STRIDE * (number - 1);
    return equations[at + 3] / (equations[at] * a + equations[at + 1] * b + equations[at + 2]);
  }

  void clear() {
    count = 0;
  }

  void set(int number, double[] equation, int area) {
    if (areas.length < number) {
      int room = Math.max(16, 2 * number);
      areas = Arrays.copyOf(areas, room);
      equations = Arrays.copyOf(equations, STRIDE * room);
    }
    System.arraycopy(equation, 0, equations, STRIDE * (number - 1), STRIDE);
    areas[number - 1] = area;
    count = Math.max(count, number);
  }
}
