package dev.fathom.train;

import java.util.Arrays;

/** Floats that grow in number. */
final class Floats {
  private float[] values = new float[1 << 12];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }

  float[] sorted() {
    float[] sorted = toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
