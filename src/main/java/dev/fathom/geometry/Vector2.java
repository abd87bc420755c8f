package dev.fathom.geometry;

/** A point of a plane: of the image, or of the plane z = 1 in front of a camera. */
public record Vector2(double x, double y) {
  public static final Vector2 ZERO = new Vector2(0, 0);
}
