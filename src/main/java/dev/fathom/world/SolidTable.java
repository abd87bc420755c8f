package dev.fathom.world;

import dev.fathom.geometry.Vector3;
import java.util.List;

/**
 * The bodies of a scene in flat arrays, and how rays meet them.
 *
 * <p>Frame: world. Units: metres; along a ray, multiples of its direction vector. Immutable.
 */
final class SolidTable {
  /** Numbers a body has in {@link #numbers}: rotation (row-major), centre, half sizes. */
  static final int STRIDE = 15;

  private static final double MISS = Double.POSITIVE_INFINITY;
  private static final double TINY = 1e-200;

  final int count;
  final Solid.Form[] forms;
  final double[] numbers;
  final Material[] materials;

  /** The thing that each body is a part of. */
  final int[] objects;

  SolidTable(List<Solid> solids) {
    count = solids.size();
    forms = new Solid.Form[count];
    numbers = new double[count * STRIDE];
    materials = new Material[count];
    objects = new int[count];
    for (int i = 0; i < count; i++) {
      Solid solid = solids.get(i);
      forms[i] = solid.form();
      materials[i] = solid.material();
      objects[i] = solid.object();
      int at = i * STRIDE;
      System.arraycopy(solid.worldFromSolid().rotation().toMatrix(), 0, numbers, at, 9);
      put(at + 9, solid.worldFromSolid().translation());
      put(at + 12, solid.half());
    }
  }

  private void put(int at, Vector3 v) {
    numbers[at] = v.x();
    numbers[at + 1] = v.y();
    numbers[at + 2] = v.z();
  }

  /** Half the extent along world axis {@code axis} (0 … 2) of the body's bounding box. */
  double reach(int solid, int axis) {
    int at = solid * STRIDE;
    double reach = 0;
    for (int k = 0; k < 3; k++) {
      double half = numbers[at + 12 + (forms[solid] == Solid.Form.CAPSULE && k == 1 ? 0 : k)];
      reach += Math.abs(numbers[at + 3 * axis + k]) * half;
    }
    return reach;
  }

  /** Centre of the body along world axis {@code axis}. */
  double centre(int solid, int axis) {
    return numbers[solid * STRIDE + 9 + axis];
  }

  /**
   * Where a ray first meets the surface of a body beyond {@code from}; +∞ when it does not. From
   * inside, that is where it leaves.
   */
  double meet(int solid, Ray ray, double from) {
    double[] m = numbers;
    int at = solid * STRIDE;
    double px = ray.ox - m[at + 9];
    double py = ray.oy - m[at + 10];
    double pz = ray.oz - m[at + 11];
    double dx = ray.dx;
    double dy = ray.dy;
    double dz = ray.dz;
    double lox = m[at] * px + m[at + 3] * py + m[at + 6] * pz;
    double loy = m[at + 1] * px + m[at + 4] * py + m[at + 7] * pz;
    double loz = m[at + 2] * px + m[at + 5] * py + m[at + 8] * pz;
    double ldx = m[at] * dx + m[at + 3] * dy + m[at + 6] * dz;
    double ldy = m[at + 1] * dx + m[at + 4] * dy + m[at + 7] * dz;
    double ldz = m[at + 2] * dx + m[at + 5] * dy + m[at + 8] * dz;
    double hx = m[at + 12];
    double hy = m[at + 13];
    double hz = m[at + 14];
    return switch (forms[solid]) {
      case BOX -> box(lox, loy, loz, ldx, ldy, ldz, hx, hy, hz, from);
      case ELLIPSOID -> ellipsoid(lox / hx, loy / hy, loz / hz, ldx / hx, ldy / hy, ldz / hz, from);
      case CYLINDER -> cylinder(lox / hx, loy / hy, loz, ldx / hx, ldy / hy, ldz, hz, from);
      case CAPSULE ->
          capsule(lox / hx, loy / hx, loz / hx, ldx / hx, ldy / hx, ldz / hx, hz / hx, from);
    };
  }

  private static double box(
      double ox,
      double oy,
      double oz,
      double dx,
      double dy,
      double dz,
      double hx,
      double hy,
      double hz,
      double from) {
    // Where a ray runs along a face the division must still give a huge number, not 0/0.
    double ix = 1 / (dx == 0 ? TINY : dx);
    double iy = 1 / (dy == 0 ? TINY : dy);
    double iz = 1 / (dz == 0 ? TINY : dz);
    double middle = -ox * ix;
    double half = hx * Math.abs(ix);
    double enter = middle - half;
    double exit = middle + half;
    middle = -oy * iy;
    half = hy * Math.abs(iy);
    if (middle - half > enter) {
      enter = middle - half;
    }
    if (middle + half < exit) {
      exit = middle + half;
    }
    middle = -oz * iz;
    half = hz * Math.abs(iz);
    if (middle - half > enter) {
      enter = middle - half;
    }
    if (middle + half < exit) {
      exit = middle + half;
    }
    return first(enter, exit, from);
  }

  /** The unit sphere; by way of the closest approach, which stays accurate from afar. */
  private static double ellipsoid(
      double ox, double oy, double oz, double dx, double dy, double dz, double from) {
    double dd = dx * dx + dy * dy + dz * dz;
    double closest = -(ox * dx + oy * dy + oz * dz) / dd;
    double qx = ox + closest * dx;
    double qy = oy + closest * dy;
    double qz = oz + closest * dz;
    double under = 1 - qx * qx - qy * qy - qz * qz;
    if (!(under >= 0)) {
      return MISS;
    }
    double half = Math.sqrt(under / dd);
    return first(closest - half, closest + half, from);
  }

  private static double cylinder(
      double ox, double oy, double oz, double dx, double dy, double dz, double hz, double from) {
    double dd = dx * dx + dy * dy;
    double closest = dd > 0 ? -(ox * dx + oy * dy) / dd : 0;
    double qx = ox + closest * dx;
    double qy = oy + closest * dy;
    double under = 1 - qx * qx - qy * qy;
    if (!(under >= 0)) {
      return MISS;
    }
    double half = dd > 0 ? Math.sqrt(under / dd) : MISS;
    double az = (-hz - oz) / dz;
    double bz = (hz - oz) / dz;
    double enter = Math.max(closest - half, Math.min(az, bz));
    double exit = Math.min(closest + half, Math.max(az, bz));
    return first(enter, exit, from);
  }

  /** Radius one: two spheres and the cylinder between them; their union is convex. */
  private static double capsule(
      double ox, double oy, double oz, double dx, double dy, double dz, double hz, double from) {
    double core = hz - 1;
    double enter = MISS;
    double exit = -MISS;
    double dd = dx * dx + dy * dy;
    double flat = dd > 0 ? -(ox * dx + oy * dy) / dd : 0;
    double qx = ox + flat * dx;
    double qy = oy + flat * dy;
    double under = 1 - qx * qx - qy * qy;
    if (!(under >= 0)) {
      return MISS;
    }
    double half = dd > 0 ? Math.sqrt(under / dd) : MISS;
    double az = (-core - oz) / dz;
    double bz = (core - oz) / dz;
    double sideEnter = Math.max(flat - half, Math.min(az, bz));
    double sideExit = Math.min(flat + half, Math.max(az, bz));
    if (sideEnter <= sideExit) {
      enter = sideEnter;
      exit = sideExit;
    }
    double full = dd + dz * dz;
    for (int end = -1; end <= 1; end += 2) {
      double ez = oz - end * core;
      double closest = -(ox * dx + oy * dy + ez * dz) / full;
      double sx = ox + closest * dx;
      double sy = oy + closest * dy;
      double sz = ez + closest * dz;
      double depth = 1 - sx * sx - sy * sy - sz * sz;
      if (depth >= 0) {
        double reach = Math.sqrt(depth / full);
        enter = Math.min(enter, closest - reach);
        exit = Math.max(exit, closest + reach);
      }
    }
    return first(enter, exit, from);
  }

  private static double first(double enter, double exit, double from) {
    // Written so that a NaN, from a ray that lies in a face, is a miss.
    if (!(enter <= exit)) {
      return MISS;
    }
    if (enter > from) {
      return enter;
    }
    return exit > from ? exit : MISS;
  }

  /**
   * Distance of a point from the body's surface, negative inside; for ellipsoids a lower bound of
   * it. Units: metres.
   */
  double distance(int solid, double x, double y, double z) {
    double[] m = numbers;
    int at = solid * STRIDE;
    double px = x - m[at + 9];
    double py = y - m[at + 10];
    double pz = z - m[at + 11];
    double lx = Math.abs(m[at] * px + m[at + 3] * py + m[at + 6] * pz);
    double ly = Math.abs(m[at + 1] * px + m[at + 4] * py + m[at + 7] * pz);
    double lz = Math.abs(m[at + 2] * px + m[at + 5] * py + m[at + 8] * pz);
    double hx = m[at + 12];
    double hy = m[at + 13];
    double hz = m[at + 14];
    return switch (forms[solid]) {
      case BOX -> outside(lx - hx, ly - hy, lz - hz);
      case ELLIPSOID -> {
        double norm =
            Math.sqrt((lx * lx) / (hx * hx) + (ly * ly) / (hy * hy) + (lz * lz) / (hz * hz));
        yield (norm - 1) * Math.min(hx, Math.min(hy, hz));
      }
      case CYLINDER -> {
        double norm = Math.sqrt((lx * lx) / (hx * hx) + (ly * ly) / (hy * hy));
        yield outside((norm - 1) * Math.min(hx, hy), lz - hz, Double.NEGATIVE_INFINITY);
      }
      case CAPSULE -> {
        double over = Math.max(0, lz - (hz - hx));
        yield Math.sqrt(lx * lx + ly * ly + over * over) - hx;
      }
    };
  }

  private static double outside(double a, double b, double c) {
    double inner = Math.min(0, Math.max(a, Math.max(b, c)));
    double x = Math.max(0, a);
    double y = Math.max(0, b);
    double z = Math.max(0, c);
    return inner + Math.sqrt(x * x + y * y + z * z);
  }
}
