package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One training sample: buffers for the fields that are wanted, at one size.
 *
 * <p>Shape: as {@link Field} says, row-major, without padding. Threads: one owner at a time.
 */
public final class Sample {
  private final int width;
  private final int height;
  private final Set<Field> wanted;
  private final Map<Field, byte[]> bytes = new EnumMap<>(Field.class);
  private final Map<Field, float[]> floats = new EnumMap<>(Field.class);

  public Sample(int width, int height, Set<Field> wanted) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "sample size must be positive, found " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    this.wanted = wanted.isEmpty() ? Set.of() : EnumSet.copyOf(wanted);
    for (Field field : wanted) {
      if (field.isBytes()) {
        bytes.put(field, new byte[field.size(width, height)]);
      } else {
        floats.put(field, new float[field.size(width, height)]);
      }
    }
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The fields that a source is to fill. */
  public Set<Field> wanted() {
    return wanted;
  }

  public boolean wants(Field field) {
    return wanted.contains(field);
  }

  /** The buffer of a picture or label field, not a copy. */
  public byte[] bytes(Field field) {
    return known(bytes.get(field), field);
  }

  /** The buffer of a map or vector field, not a copy. */
  public float[] floats(Field field) {
    return known(floats.get(field), field);
  }

  /** Memory that the buffers take. */
  long bytes() {
    long pictures = bytes.values().stream().mapToLong(b -> b.length).sum();
    return pictures + floats.values().stream().mapToLong(f -> (long) Float.BYTES * f.length).sum();
  }

  /** Copies all fields to a sample of the same size that wants the same. */
  void copyTo(Sample other) {
    bytes.forEach((field, from) -> System.arraycopy(from, 0, other.bytes(field), 0, from.length));
    floats.forEach((field, from) -> System.arraycopy(from, 0, other.floats(field), 0, from.length));
  }

  /** Fills INTRINSICS, where wanted, from a camera at any resolution of the same picture. */
  public void setIntrinsics(Intrinsics camera) {
    if (wants(Field.INTRINSICS)) {
      Intrinsics here = camera.resized(width, height);
      float[] vector = floats(Field.INTRINSICS);
      vector[0] = (float) here.fx();
      vector[1] = (float) here.fy();
      vector[2] = (float) here.cx();
      vector[3] = (float) here.cy();
    }
  }

  private static <T> T known(@Nullable T buffer, Field field) {
    if (buffer == null) {
      throw new IllegalArgumentException("the sample has no field " + field);
    }
    return buffer;
  }
}
