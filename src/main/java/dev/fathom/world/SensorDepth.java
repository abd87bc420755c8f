package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;

/**
 * What an RGB-D camera with a projector beside its lens measures.
 *
 * <p>Invalid: NaN where it sees nothing: in the projector's shadow, at edges, out of range, on
 * glossy, dark, sunlit or slanting surfaces, and in patches. Elsewhere the depth is in steps of
 * disparity and noise grows with its square. Threads: one owner at a time. Cost: a ray to the
 * projector for each pixel, in streets one to the sun. Source: K. Khoshelham and S. Elberink,
 * "Accuracy and Resolution of Kinect Depth Data for Indoor Mapping Applications", 2012.
 */
final class SensorDepth {
  private static final double EDGE = 0.06;

  private double baseline;
  private double nearest;
  private double farthest;
  private double sigma;
  private double step;
  private double darkest;
  private double mirrors;
  private boolean room;
  private boolean sunBlind;
  private int seed;

  /** Draws the sensor and what it measures; the frame changes its noise only. */
  void measure(Sight sight, Dice dice, int frame, FloatImage out) {
    room = sight.scene().kind() == Scene.Kind.ROOM;
    baseline = dice.between(0.04, 0.08) * (dice.chance(0.5) ? 1 : -1);
    nearest = dice.between(0.2, 0.5);
    farthest = room ? dice.between(3.5, 10) : dice.between(6, 20);
    sigma = dice.betweenLog(0.0007, 0.003);
    step = dice.betweenLog(0.0005, 0.003);
    darkest = dice.between(0.01, 0.06);
    mirrors = dice.between(0.08, 0.4);
    sunBlind = dice.chance(0.4);
    seed = dice.seed();
    long bits = dice.bits() + frame;
    Intrinsics camera = sight.camera();
    out.reshape(camera.width(), camera.height());
    Vector3 projector = projector(sight.worldFromCamera());
    for (int y = 0, i = 0; y < camera.height(); y++) {
      for (int x = 0; x < camera.width(); x++, i++) {
        double z = sight.depth().data()[i];
        Dice luck = new Dice(bits, i);
        boolean seen = z > nearest && z < farthest && answers(sight, projector, x, y, luck);
        out.data()[i] = seen ? measured(z, luck) : Depth.UNKNOWN;
      }
    }
  }

  private Vector3 projector(RigidTransform worldFromCamera) {
    return worldFromCamera.apply(new Vector3(baseline, 0, 0));
  }

  private float measured(double z, Dice luck) {
    double noisy = z + sigma * z * z * luck.gaussian();
    double steps = Math.rint(1 / (step * noisy));
    return steps > 0 ? (float) (1 / (step * steps)) : Depth.UNKNOWN;
  }

  private boolean answers(Sight sight, Vector3 projector, int x, int y, Dice luck) {
    if (onEdge(sight, x, y) && luck.chance(0.6)) {
      return false;
    }
    sight.meet(x, y);
    RayCaster rays = sight.rays();
    Material material = sight.scene().solids().materials[rays.solid];
    double z = sight.depth().at(x, y);
    Ray ray = sight.ray();
    double facing = -(rays.nx * ray.dx + rays.ny * ray.dy + rays.nz * ray.dz) / ray.length();
    // Holes come in patches, not as single pixels.
    double patch =
        0.5 + 0.5 * Noise.octaves(rays.u, rays.v, 0.25, 0.02, 0.6, material.seed() + seed);
    Rgb base = material.base();
    // Outdoors such cameras see by the light that is there; indoors by that of the projector.
    double spread = room ? Math.max(1, 0.2 * z * z) : 1;
    double bright = (base.r() + base.g() + base.b()) / 3 * facing / spread;
    boolean dark = bright < darkest * (0.5 + patch);
    boolean glossy = material.mirror() > mirrors * (0.5 + patch);
    boolean glaring = material.gloss() > 0.55 && facing > 0.93 && patch > 0.5;
    boolean slanting = facing < 0.05 + 0.12 * patch;
    if (dark || glossy || glaring || slanting || material.glow() > 0.8) {
      return false;
    }
    return lit(sight, projector, z);
  }

  /** Whether the projector reaches the point, and the sun does not outshine it. */
  private boolean lit(Sight sight, Vector3 projector, double z) {
    RayCaster rays = sight.rays();
    Ray ray = sight.ray();
    double px = ray.ox + z * ray.dx + 1e-4 * rays.nx;
    double py = ray.oy + z * ray.dy + 1e-4 * rays.ny;
    double pz = ray.oz + z * ray.dz + 1e-4 * rays.nz;
    Lighting light = sight.scene().lighting();
    Vector3 sun = light.source();
    boolean sunny = sunBlind && light.sun() && light.colour().g() > 0.5;
    double nx = rays.nx;
    double ny = rays.ny;
    double nz = rays.nz;
    Ray there = sight.spare().from(px, py, pz);
    there.towards(projector.x() - px, projector.y() - py, projector.z() - pz);
    if (rays.blocked(there, 1e-3, 1)) {
      return false;
    }
    if (!sunny || nx * sun.x() + ny * sun.y() + nz * sun.z() <= 0) {
      return true;
    }
    there.towards(sun.x(), sun.y(), sun.z());
    return rays.blocked(there, 0, Double.POSITIVE_INFINITY);
  }

  private static boolean onEdge(Sight sight, int x, int y) {
    FloatImage depth = sight.depth();
    double z = depth.at(x, y);
    return (x > 0 && jumps(z, depth.at(x - 1, y)))
        || (x + 1 < depth.width() && jumps(z, depth.at(x + 1, y)))
        || (y > 0 && jumps(z, depth.at(x, y - 1)))
        || (y + 1 < depth.height() && jumps(z, depth.at(x, y + 1)));
  }

  private static boolean jumps(double z, double other) {
    return Math.abs(z - other) > EDGE * z;
  }
}
