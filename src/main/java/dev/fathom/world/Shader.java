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

  /** What is nearer to the camera is not seen. Units: metres along the optical axis. */
  static final double NEAREST = 1e-3;

  /** What is nearer to a lamp is part of it and throws no shadow. Units: metres. */
  private static final double LAMP = 0.25;

  /** Angle that stands for a pixel in mirrors, which are never quite clear. Units: radians. */
  private static final double MIRROR_PIXEL = 0.03;

  private final RayCaster rays;
  private final TextureSampler texture = new TextureSampler();
  private final Scene scene;
  private final Lighting light;
  private final Vector3 source;
  private final Ray toLight = new Ray();
  private final Ray mirrored = new Ray();

  /** The colour that the last ray brought back. */
  double r;

  double g;
  double b;

  /** The body that the last ray met and which face of it, as one number; −1 for the sky. */
  int surface;

  Shader(Scene scene) {
    this.scene = scene;
    this.rays = new RayCaster(scene);
    this.light = scene.lighting();
    this.source = light.sun() ? light.source().normalised() : light.source();
  }

  /**
   * Follows a ray; {@code pixel} is the angle that a pixel subtends. Returns where the ray met
   * something, in multiples of its direction; +∞ for the sky.
   */
  double trace(Ray ray, double pixel) {
    return follow(ray, pixel, true);
  }

  private double follow(Ray ray, double pixel, boolean direct) {
    double t = rays.nearest(ray, direct ? NEAREST : 0, Double.POSITIVE_INFINITY);
    double length = ray.length();
    if (rays.solid < 0) {
      surface = -1;
      sky(ray.dx / length, ray.dy / length, ray.dz / length);
      return t;
    }
    rays.resolve(ray, t);
    int found = rays.solid * 4 + rays.face;
    Material material = scene.solids().materials[rays.solid];
    double facing = -(rays.nx * ray.dx + rays.ny * ray.dy + rays.nz * ray.dz) / length;
    double footprint = t * length * pixel / Math.max(0.12, Math.sqrt(Math.max(0, facing)));
    texture.sample(material, rays.u + 17.3 * rays.face, rays.v, footprint);
    // A little off the surface, so that rays that start here do not meet it again.
    toLight.from(
        ray.ox + t * ray.dx + SURFACE * rays.nx,
        ray.oy + t * ray.dy + SURFACE * rays.ny,
        ray.oz + t * ray.dz + SURFACE * rays.nz);
    shade(material, ray, length);
    if (direct && material.mirror() > 0) {
      reflect(material.mirror(), ray, length);
    }
    haze(t * length);
    surface = found;
    return t;
  }

  /** Lights the point from which {@link #toLight} starts. */
  private void shade(Material material, Ray ray, double length) {
    double nx = rays.nx;
    double ny = rays.ny;
    double nz = rays.nz;
    double up = 0.5 + 0.5 * nz;
    // Walls that face different ways differ in tone, as they do under any real light.
    double ambient =
        shelter(toLight.ox, toLight.oy, toLight.oz, nx, ny, nz) * (1 + 0.18 * nx - 0.12 * ny);
    double direct = direct(nx, ny, nz);
    double shine =
        direct > 0 && material.gloss() > 0
            ? material.gloss() * highlight(ray, length, nx, ny, nz)
            : 0;
    double glow = material.glow();
    Rgb below = light.below();
    Rgb above = light.above();
    Rgb lamp = light.colour();
    double red = ambient * (below.r() + up * (above.r() - below.r())) + direct * lamp.r();
    double green = ambient * (below.g() + up * (above.g() - below.g())) + direct * lamp.g();
    double blue = ambient * (below.b() + up * (above.b() - below.b())) + direct * lamp.b();
    r = texture.r * (red + glow) + shine * lamp.r();
    g = texture.g * (green + glow) + shine * lamp.g();
    b = texture.b * (blue + glow) + shine * lamp.b();
  }

  /** Light of the source on the surface, 0 in its shadow; leaves its direction in the ray. */
  private double direct(double nx, double ny, double nz) {
    double reach = Double.POSITIVE_INFINITY;
    double strength = 1;
    if (light.sun()) {
      toLight.towards(source.x(), source.y(), source.z());
    } else {
      double x = source.x() - toLight.ox;
      double y = source.y() - toLight.oy;
      double z = source.z() - toLight.oz;
      reach = Math.sqrt(x * x + y * y + z * z);
      strength = 1 / (0.6 + reach * reach);
      toLight.towards(x / reach, y / reach, z / reach);
    }
    double cosine = nx * toLight.dx + ny * toLight.dy + nz * toLight.dz;
    if (cosine <= 0 || strength < 1e-3 || rays.blocked(toLight, 0, reach - LAMP)) {
      return 0;
    }
    return strength * cosine;
  }

  /** Source: J. Blinn, "Models of light reflection for computer synthesized pictures", 1977. */
  private double highlight(Ray ray, double length, double nx, double ny, double nz) {
    double hx = toLight.dx - ray.dx / length;
    double hy = toLight.dy - ray.dy / length;
    double hz = toLight.dz - ray.dz / length;
    double norm = Math.sqrt(hx * hx + hy * hy + hz * hz);
    double h = Math.max(0, (nx * hx + ny * hy + nz * hz) / norm);
    double h4 = h * h * h * h;
    double h16 = h4 * h4 * h4 * h4;
    return h16 * h16 * h4;
  }

  private void reflect(double mirror, Ray ray, double length) {
    double ownR = r;
    double ownG = g;
    double ownB = b;
    double dx = ray.dx / length;
    double dy = ray.dy / length;
    double dz = ray.dz / length;
    double nx = rays.nx;
    double ny = rays.ny;
    double nz = rays.nz;
    double dot = dx * nx + dy * ny + dz * nz;
    double grazing = 1 + dot;
    // After Schlick: surfaces mirror more at a glancing angle.
    double share = mirror * (0.35 + 0.65 * grazing * grazing * grazing);
    mirrored
        .from(toLight.ox, toLight.oy, toLight.oz)
        .towards(dx - 2 * dot * nx, dy - 2 * dot * ny, dz - 2 * dot * nz);
    follow(mirrored, MIRROR_PIXEL, false);
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
