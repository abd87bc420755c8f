package dev.fathom.world;

/**
 * A reusable ray.
 *
 * <p>Frame: world. Units: metres; a place on the ray is given in multiples of its direction, which
 * need not be of unit length. Threads: one owner at a time.
 */
final class Ray {
  double ox;
  double oy;
  double oz;
  double dx;
  double dy;
  double dz;

  Ray from(double x, double y, double z) {
    ox = x;
    oy = y;
    oz = z;
    return this;
  }

  Ray towards(double x, double y, double z) {
    dx = x;
    dy = y;
    dz = z;
    return this;
  }

  /** Length of the direction. */
  double length() {
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
