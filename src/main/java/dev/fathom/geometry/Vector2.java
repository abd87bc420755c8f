package dev.fathom.geometry;

import java.util.Locale;

/** A point of a plane: of the image, or of the plane z = 1 in front of a camera. */
public record Vector2(double x, double y) {
  public static final Vector2 ZERO = new Vector2(0, 0);

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "(%.4g, %.4g)", x, y);
  }
}
