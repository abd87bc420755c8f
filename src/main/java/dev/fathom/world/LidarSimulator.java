package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import java.util.function.DoubleFunction;

/**
 * Scans of a scene by a spinning LiDAR.
 *
 * <p>Threads: one owner at a time. Cost: one ray a firing and beam; a pose a column.
 */
public final class LidarSimulator {
  /** Surfaces that mirror more than this throw the beam elsewhere. */
  private static final double MIRROR = 0.55;

  private final LidarOptions options;
  private final Ray ray = new Ray();
  private final TextureSampler texture = new TextureSampler();
  private final double[] sines;
  private final double[] cosines;

  public LidarSimulator(LidarOptions options) {
    this.options = options;
    sines = new double[options.beams()];
    cosines = new double[options.beams()];
    double range = options.highestDegrees() - options.lowestDegrees();
    for (int i = 0; i < options.beams(); i++) {
      double share = options.beams() == 1 ? 0.5 : i / (options.beams() - 1.0);
      double elevation = Math.toRadians(options.lowestDegrees() + share * range);
      sines[i] = Math.sin(elevation);
      cosines[i] = Math.cos(elevation);
    }
  }

  /** Scans from a sensor that stands still. */
  public void scan(Scene scene, RigidTransform worldFromLidar, long seed, LidarScan out) {
    scan(scene, share -> worldFromLidar, seed, out);
  }

  /**
   * Scans from a sensor that moves while it turns.
   *
   * @param worldFromLidarAt pose of the sensor when it has made this share (0 … 1) of its turn
   */
  public void scan(
      Scene scene, DoubleFunction<RigidTransform> worldFromLidarAt, long seed, LidarScan out) {
    scan(scene, worldFromLidarAt, 0, options.columns(), seed, out);
  }

  /**
   * Scans only what lies ahead of a sensor that stands still.
   *
   * @param share half of what it scans, as a share of its turn, up to 0.5
   */
  void scanAhead(
      Scene scene, RigidTransform worldFromLidar, double share, long seed, LidarScan out) {
    int from = (int) Math.floor((0.5 - share) * options.columns());
    int to = Math.min(options.columns(), (int) Math.ceil((0.5 + share) * options.columns()));
    scan(scene, turned -> worldFromLidar, from, to, seed, out);
  }

  private void scan(
      Scene scene,
      DoubleFunction<RigidTransform> worldFromLidarAt,
      int from,
      int to,
      long seed,
      LidarScan out) {
    out.clear(options.beams() * (to - from));
    RayCaster rays = new RayCaster(scene);
    Dice dice = new Dice(seed);
    for (int column = from; column < to; column++) {
      double share = (double) column / options.columns();
      RigidTransform worldFromLidar = worldFromLidarAt.apply(share);
      // It starts behind and turns clockwise seen from above, as most do.
      double azimuth = Math.PI * (1 - 2 * share);
      double cosine = Math.cos(azimuth);
      double sine = Math.sin(azimuth);
      for (int beam = 0; beam < sines.length; beam++) {
        Vector3 direction = new Vector3(cosines[beam] * cosine, cosines[beam] * sine, sines[beam]);
        fire(rays, worldFromLidar, direction, dice, out);
      }
    }
  }

  private void fire(
      RayCaster rays, RigidTransform worldFromLidar, Vector3 direction, Dice dice, LidarScan out) {
    Vector3 o = worldFromLidar.translation();
    Vector3 d = worldFromLidar.rotation().rotate(direction);
    ray.from(o.x(), o.y(), o.z()).towards(d.x(), d.y(), d.z());
    double range = rays.nearest(ray, options.minRange(), options.maxRange());
    double noise = options.rangeSigma() * dice.gaussian();
    boolean lost = dice.chance(options.lossShare());
    if (rays.solid < 0 || lost) {
      return;
    }
    Material material = rays.scene().solids().materials[rays.solid];
    if (material.mirror() > MIRROR) {
      return;
    }
    rays.resolve(ray, range);
    texture.sample(material, rays.u, rays.v, 0.003 * range + 1e-3);
    double facing = -(rays.nx * d.x() + rays.ny * d.y() + rays.nz * d.z());
    double bright = (texture.r + texture.g + texture.b) / 3 * facing;
    double seen = range + noise;
    out.add(
        seen * direction.x(),
        seen * direction.y(),
        seen * direction.z(),
        255 * Math.max(0, Math.min(1, bright)));
  }
}
