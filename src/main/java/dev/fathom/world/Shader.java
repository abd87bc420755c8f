package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * The light that a ray brings back: surface colour, one source with hard shadows, ambient light
 * dimmed near corners and furniture, highlights, one reflection, haze and sky.
 *
 * <p>Frame: world. The colour lies in the fields until the next call. Threads: one owner at a time.
 * Cost: one ray to what is seen, one to the light, two more for a mirror; no allocation.
 */
final class Shader {
  private static final double SURFACE = 1e-4;

  private final RayCaster rays;
  private final TextureSampler texture = new TextureSampler();
  private final Scene scene;
  private final Lighting light;
  private final Vector3 source;

  double r;
  double g;
  double b;

  Shader(Scene scene) {
    this.scene = scene;
    this.rays = new RayCaster(scene);
    this.light = scene.lighting();
    this.source = light.sun() ? light.source().normalised() : light.source();
  }

  /** The body that the last ray met and which face of it, as one number; −1 for the sky. */
  int surface;

  /**
   * Follows a ray; {@code pixel} is the angle that a pixel subtends. Returns where the ray met
   * something, in multiples of its direction; +∞ for the sky.
   */
  double trace(double ox, double oy, double oz, double dx, double dy, double dz, double pixel) {
    return follow(ox, oy, oz, dx, dy, dz, pixel, true);
  }

  private double follow(
      double ox,
      double oy,
      double oz,
      double dx,
      double dy,
      double dz,
      double pixel,
      boolean direct) {
    double t = rays.nearest(ox, oy, oz, dx, dy, dz, direct ? 1e-3 : 0, Double.POSITIVE_INFINITY);
    double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (rays.solid < 0) {
      surface = -1;
      sky(dx / length, dy / length, dz / length);
      return t;
    }
    double x = ox + t * dx;
    double y = oy + t * dy;
    double z = oz + t * dz;
    rays.resolve(x, y, z, dx, dy, dz);
    int found = rays.solid * 4 + rays.face;
    Material material = scene.solids().materials[rays.solid];
    double distance = t * length;
    double facing = -(rays.nx * dx + rays.ny * dy + rays.nz * dz) / length;
    double footprint = distance * pixel / Math.max(0.12, Math.sqrt(Math.max(0, facing)));
    texture.sample(material, rays.u + 17.3 * rays.face, rays.v, footprint);
    shade(material, x, y, z, dx / length, dy / length, dz / length, direct);
    haze(distance);
    surface = found;
    return t;
  }

  private void shade(
      Material material,
      double x,
      double y,
      double z,
      double dx,
      double dy,
      double dz,
      boolean direct) {
    double nx = rays.nx;
    double ny = rays.ny;
    double nz = rays.nz;
    double red = texture.r;
    double green = texture.g;
    double blue = texture.b;
    double up = 0.5 + 0.5 * nz;
    // Walls that face different ways differ in tone, as they do under any real light.
    double ambient = shelter(x, y, z, nx, ny, nz) * (1 + 0.18 * nx - 0.12 * ny);
    double lr = ambient * (light.below().r() + up * (light.above().r() - light.below().r()));
    double lg = ambient * (light.below().g() + up * (light.above().g() - light.below().g()));
    double lb = ambient * (light.below().b() + up * (light.above().b() - light.below().b()));
    double shine = 0;
    double sx = source.x();
    double sy = source.y();
    double sz = source.z();
    double strength = 1;
    double reach = Double.POSITIVE_INFINITY;
    if (!light.sun()) {
      sx -= x;
      sy -= y;
      sz -= z;
      reach = Math.sqrt(sx * sx + sy * sy + sz * sz);
      sx /= reach;
      sy /= reach;
      sz /= reach;
      strength = 1 / (0.6 + reach * reach);
    }
    double cosine = nx * sx + ny * sy + nz * sz;
    if (cosine > 0
        && strength > 1e-3
        && !rays.blocked(
            x + SURFACE * nx, y + SURFACE * ny, z + SURFACE * nz, sx, sy, sz, 0, reach - 0.25)) {
      lr += strength * cosine * light.colour().r();
      lg += strength * cosine * light.colour().g();
      lb += strength * cosine * light.colour().b();
      if (material.gloss() > 0) {
        double hx = sx - dx;
        double hy = sy - dy;
        double hz = sz - dz;
        double norm = Math.sqrt(hx * hx + hy * hy + hz * hz);
        double h = Math.max(0, (nx * hx + ny * hy + nz * hz) / norm);
        double h4 = h * h * h * h;
        double h16 = h4 * h4 * h4 * h4;
        shine = material.gloss() * strength * h16 * h16 * h4;
      }
    }
    double glow = material.glow();
    r = red * (lr + glow) + shine * light.colour().r();
    g = green * (lg + glow) + shine * light.colour().g();
    b = blue * (lb + glow) + shine * light.colour().b();
    if (direct && material.mirror() > 0) {
      reflect(material.mirror(), x, y, z, nx, ny, nz, dx, dy, dz);
    }
  }

  private void reflect(
      double mirror,
      double x,
      double y,
      double z,
      double nx,
      double ny,
      double nz,
      double dx,
      double dy,
      double dz) {
    double ownR = r;
    double ownG = g;
    double ownB = b;
    double dot = dx * nx + dy * ny + dz * nz;
    double grazing = 1 + dot;
    // Schlick's approximation: surfaces mirror more at a glancing angle.
    double share = mirror * (0.35 + 0.65 * grazing * grazing * grazing);
    follow(
        x + SURFACE * nx,
        y + SURFACE * ny,
        z + SURFACE * nz,
        dx - 2 * dot * nx,
        dy - 2 * dot * ny,
        dz - 2 * dot * nz,
        0.03,
        false);
    r = ownR + share * (r - ownR);
    g = ownG + share * (g - ownG);
    b = ownB + share * (b - ownB);
  }

  /** Share of the ambient light that reaches a point. */
  private double shelter(double x, double y, double z, double nx, double ny, double nz) {
    double open = 1;
    if (scene.kind() == Scene.Kind.ROOM) {
      Vector3 low = scene.low();
      Vector3 high = scene.high();
      open = corner(x - low.x(), nx) * corner(high.x() - x, nx);
      open *= corner(y - low.y(), ny) * corner(high.y() - y, ny);
      open *= corner(high.z() - z, nz);
    }
    open *= corner(z, nz);
    double[] blobs = scene.blobs();
    for (int i = 0; i < blobs.length; i += 4) {
      double bx = blobs[i] - x;
      double by = blobs[i + 1] - y;
      double bz = blobs[i + 2] - z;
      double radius = blobs[i + 3];
      double squared = bx * bx + by * by + bz * bz;
      double limit = 9 * radius * radius;
      if (squared < limit) {
        double away = Math.sqrt(squared);
        double facing = (nx * bx + ny * by + nz * bz) / Math.max(1e-6, away);
        if (facing > 0) {
          double h = Math.max(1, away / radius);
          open *= 1 - 0.75 * facing / (h * h) * (1 - squared / limit);
        }
      }
    }
    return open;
  }

  private static double corner(double distance, double normal) {
    if (Math.abs(normal) > 0.9) {
      return 1;
    }
    double d = Math.max(0, distance) * 5;
    return 1 - 0.38 / (1 + d * d);
  }

  private void haze(double distance) {
    double share = 1 - Math.exp(-light.haze() * distance);
    r += share * (light.horizon().r() - r);
    g += share * (light.horizon().g() - g);
    b += share * (light.horizon().b() - b);
  }

  private void sky(double dx, double dy, double dz) {
    double height = Math.sqrt(Math.max(0, dz));
    double cover = 0;
    if (light.clouds() > 0 && dz > 0.02) {
      double noise =
          Noise.octaves(dx / (dz + 0.15), dy / (dz + 0.15), 1.1, 0.03, 0.55, light.seed());
      cover = Math.max(0, Math.min(1, (noise + 2 * light.clouds() - 1) * 2));
    }
    double white = 0.95 * (light.horizon().r() + light.horizon().g() + light.horizon().b()) / 3;
    r = sky(light.horizon().r(), light.zenith().r(), height, cover, white);
    g = sky(light.horizon().g(), light.zenith().g(), height, cover, white);
    b = sky(light.horizon().b(), light.zenith().b(), height, cover, white);
  }

  private static double sky(
      double horizon, double zenith, double height, double cover, double white) {
    double clear = horizon + height * (zenith - horizon);
    return clear + cover * (white - clear);
  }
}
