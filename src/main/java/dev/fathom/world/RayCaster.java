package dev.fathom.world;

/**
 * Rays through a scene.
 *
 * <p>Frame: world. What {@link #nearest} and {@link #resolve} find lies in the fields until the
 * next call. Threads: one owner at a time. Cost: no allocation.
 */
final class RayCaster {
  private final Scene scene;
  private final SolidTable solids;
  private final Bvh tree;
  private final int[] stack = new int[Bvh.MAX_DEPTH];
  private final double[] entries = new double[Bvh.MAX_DEPTH];

  /** The body that was met, −1 for none. */
  int solid = -1;

  /** Which face of the body: 0 … 2 by axis for boxes, 0 side and 2 end for round ones. */
  int face;

  /** Unit normal of the surface, towards where the ray came from. */
  double nx;

  double ny;
  double nz;

  /** Coordinates on the surface. Units: metres. */
  double u;

  double v;

  RayCaster(Scene scene) {
    this.scene = scene;
    this.solids = scene.solids();
    this.tree = scene.tree();
  }

  Scene scene() {
    return scene;
  }

  /** Where the ray first meets something between {@code from} and {@code to}; +∞ for nothing. */
  double nearest(Ray ray, double from, double to) {
    double t = walk(ray, from, to, false);
    return solid < 0 ? Double.POSITIVE_INFINITY : t;
  }

  /** Whether anything lies on the ray between {@code from} and {@code to}. */
  boolean blocked(Ray ray, double from, double to) {
    walk(ray, from, to, true);
    return solid >= 0;
  }

  /** Searches the tree, near children first; stops at the first hit when {@code any} will do. */
  private double walk(Ray ray, double from, double to, boolean any) {
    double ix = 1 / ray.dx;
    double iy = 1 / ray.dy;
    double iz = 1 / ray.dz;
    double best = to;
    solid = -1;
    int depth = 0;
    int node = 0;
    while (true) {
      if (tree.count[node] > 0) {
        best = tryLeaf(node, ray, from, best);
        if (any && solid >= 0) {
          return best;
        }
      } else {
        int near = node + 1;
        int far = tree.first[node];
        double nearEntry = entry(near, ray, ix, iy, iz);
        double farEntry = entry(far, ray, ix, iy, iz);
        if (farEntry < nearEntry) {
          int other = near;
          near = far;
          far = other;
          double otherEntry = nearEntry;
          nearEntry = farEntry;
          farEntry = otherEntry;
        }
        if (farEntry < best) {
          stack[depth] = far;
          entries[depth++] = farEntry;
        }
        if (nearEntry < best) {
          node = near;
          continue;
        }
      }
      do {
        if (depth == 0) {
          return best;
        }
        depth--;
      } while (entries[depth] >= best);
      node = stack[depth];
    }
  }

  private double tryLeaf(int node, Ray ray, double from, double to) {
    double best = to;
    int end = tree.first[node] + tree.count[node];
    for (int i = tree.first[node]; i < end; i++) {
      int candidate = tree.order[i];
      double t = solids.meet(candidate, ray, from);
      if (t < best) {
        best = t;
        solid = candidate;
      }
    }
    return best;
  }

  /**
   * Where a ray enters a node, +∞ when it misses it. Branches instead of Math.min, whose care for
   * NaN and −0 costs more than the rest.
   */
  private double entry(int node, Ray ray, double ix, double iy, double iz) {
    double[] b = tree.bounds;
    int at = 6 * node;
    int sx = ix < 0 ? 3 : 0;
    int sy = iy < 0 ? 3 : 0;
    int sz = iz < 0 ? 3 : 0;
    double enter = (b[at + sx] - ray.ox) * ix;
    double exit = (b[at + 3 - sx] - ray.ox) * ix;
    double enterY = (b[at + 1 + sy] - ray.oy) * iy;
    double exitY = (b[at + 4 - sy] - ray.oy) * iy;
    if (enterY > enter) {
      enter = enterY;
    }
    if (exitY < exit) {
      exit = exitY;
    }
    double enterZ = (b[at + 2 + sz] - ray.oz) * iz;
    double exitZ = (b[at + 5 - sz] - ray.oz) * iz;
    if (enterZ > enter) {
      enter = enterZ;
    }
    if (exitZ < exit) {
      exit = exitZ;
    }
    return enter <= exit && exit >= 0 ? enter : Double.POSITIVE_INFINITY;
  }

  /** Fills in face, normal and surface coordinates where the ray met the body, at {@code t}. */
  void resolve(Ray ray, double t) {
    double[] m = solids.numbers;
    int at = solid * SolidTable.STRIDE;
    double px = ray.ox + t * ray.dx - m[at + 9];
    double py = ray.oy + t * ray.dy - m[at + 10];
    double pz = ray.oz + t * ray.dz - m[at + 11];
    double lx = m[at] * px + m[at + 3] * py + m[at + 6] * pz;
    double ly = m[at + 1] * px + m[at + 4] * py + m[at + 7] * pz;
    double lz = m[at + 2] * px + m[at + 5] * py + m[at + 8] * pz;
    double hx = m[at + 12];
    double hy = m[at + 13];
    double hz = m[at + 14];
    switch (solids.forms[solid]) {
      case BOX -> boxFace(lx, ly, lz, hx, hy, hz);
      case ELLIPSOID -> {
        face = 0;
        local(lx / (hx * hx), ly / (hy * hy), lz / (hz * hz));
        round(lx, ly, lz, hx);
      }
      case CYLINDER -> cylinderFace(lx, ly, lz, hx, hy, hz);
      case CAPSULE -> {
        face = 0;
        double core = hz - hx;
        local(lx, ly, lz - Math.max(-core, Math.min(core, lz)));
        round(lx, ly, lz, hx);
      }
    }
    toWorld(at, ray);
  }

  private void boxFace(double lx, double ly, double lz, double hx, double hy, double hz) {
    double ex = Math.abs(Math.abs(lx) - hx);
    double ey = Math.abs(Math.abs(ly) - hy);
    double ez = Math.abs(Math.abs(lz) - hz);
    if (ez <= ex && ez <= ey) {
      face = 2;
      local(0, 0, lz < 0 ? -1 : 1);
      u = lx;
      v = ly;
    } else if (ex <= ey) {
      face = 0;
      local(lx < 0 ? -1 : 1, 0, 0);
      u = ly;
      v = lz;
    } else {
      face = 1;
      local(0, ly < 0 ? -1 : 1, 0);
      u = lx;
      v = lz;
    }
  }

  private void cylinderFace(double lx, double ly, double lz, double hx, double hy, double hz) {
    double side = Math.abs(Math.sqrt(lx * lx / (hx * hx) + ly * ly / (hy * hy)) - 1);
    if (Math.abs(Math.abs(lz) - hz) < side * Math.min(hx, hy)) {
      face = 2;
      local(0, 0, lz < 0 ? -1 : 1);
      u = lx;
      v = ly;
    } else {
      face = 0;
      local(lx / (hx * hx), ly / (hy * hy), 0);
      round(lx, ly, lz, hx);
    }
  }

  private void local(double x, double y, double z) {
    nx = x;
    ny = y;
    nz = z;
  }

  private void round(double lx, double ly, double lz, double radius) {
    u = Math.atan2(ly, lx) * radius;
    v = lz;
  }

  private void toWorld(int at, Ray ray) {
    double[] m = solids.numbers;
    double wx = m[at] * nx + m[at + 1] * ny + m[at + 2] * nz;
    double wy = m[at + 3] * nx + m[at + 4] * ny + m[at + 5] * nz;
    double wz = m[at + 6] * nx + m[at + 7] * ny + m[at + 8] * nz;
    double norm = 1 / Math.sqrt(wx * wx + wy * wy + wz * wz);
    if (wx * ray.dx + wy * ray.dy + wz * ray.dz > 0) {
      norm = -norm;
    }
    nx = wx * norm;
    ny = wy * norm;
    nz = wz * norm;
  }
}
