package dev.fathom.world;

import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;

/**
 * A long-wave infrared camera that looks through the same lens as the colour camera.
 *
 * <p>People, engines and lamps are warmer than the air, what the sun shines on is too, the more the
 * darker it is; the sky is cold, and bare metal and glass mirror it. Textures of paint do not show.
 * Threads: one owner at a time. Cost: in streets a ray to the sun for each pixel.
 */
final class ThermalCamera {
  private static final double BODY = 35;

  /** What the sun's full light adds to a black surface that faces it. Units: K. */
  private static final double SOLAR = 7;

  /** Weight of the sky's temperature in a perfect mirror. */
  private static final double MIRRORED = 0.5;

  /** Share of the pixels that may lie beyond either end of the grey scale. */
  private static final double CLIPPED = 0.01;

  /** Scenes of less contrast are not stretched over all grey levels. Units: K. */
  private static final double LEAST_SPAN = 6;

  private float[] sorted = new float[0];

  /** Exponent that keeps some contrast among cool things beside a lamp. */
  private static final double CURVE = 0.7;

  private double air;
  private double sky;
  private int seed;

  /**
   * Takes a picture; the same dice give the same.
   *
   * @param frame changes the noise
   * @param celsius takes the temperatures. Units: °C
   * @param out takes the picture. Shape: uint8 [height, width, 1], warm is bright
   */
  void take(Sight sight, Dice dice, int frame, FloatImage celsius, Image8 out) {
    Scene scene = sight.scene();
    air = scene.kind() == Scene.Kind.ROOM ? dice.between(17, 26) : dice.between(0, 28);
    sky = air - dice.between(15, 45) * (1 - 0.7 * scene.lighting().clouds());
    seed = dice.seed();
    int width = sight.camera().width();
    int height = sight.camera().height();
    celsius.reshape(width, height);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        celsius.data()[i] = (float) temperature(sight, x, y);
      }
    }
    develop(celsius, dice.between(0.03, 0.12), dice.bits() + frame, out);
  }

  private double temperature(Sight sight, int x, int y) {
    if (!sight.meet(x, y)) {
      Ray ray = sight.ray();
      double up = Math.sqrt(Math.max(0, ray.dz / ray.length()));
      return air - 4 + up * (sky - air);
    }
    RayCaster rays = sight.rays();
    Scene scene = sight.scene();
    int body = rays.solid;
    Material material = scene.solids().materials[body];
    double t = sight.depth().at(x, y);
    Ray ray = sight.ray();
    double high = ray.oz + t * ray.dz;
    double own = air + material.warmth() * (BODY - air);
    // No two things, and no two parts of one, have quite the same temperature.
    own += 1.6 * (Noise.cell(scene.solids().objects[body], 3, seed) - 0.5);
    own += 0.9 * (Noise.cell(material.seed(), 5, seed) - 0.5);
    own += 0.35 * Noise.octaves(rays.u, rays.v, 0.9, 0.2, 0.5, material.seed() + seed);
    if (scene.kind() == Scene.Kind.ROOM) {
      // Warm air rises.
      return own + 0.5 * (high - 1.2);
    }
    own += sunshine(sight, material, t);
    own += MIRRORED * material.mirror() * (sky - own);
    double haze = 1 - Math.exp(-0.002 * t * ray.length());
    return own + haze * (air - own);
  }

  private static double sunshine(Sight sight, Material material, double t) {
    RayCaster rays = sight.rays();
    Lighting light = sight.scene().lighting();
    Vector3 sun = light.source().normalised();
    double cosine = rays.nx * sun.x() + rays.ny * sun.y() + rays.nz * sun.z();
    double power = (light.colour().r() + light.colour().g() + light.colour().b()) / 3;
    if (!light.sun() || cosine <= 0 || power < 0.1) {
      return 0;
    }
    Ray ray = sight.ray();
    double off = 1e-4;
    Ray toSun =
        sight
            .spare()
            .from(
                ray.ox + t * ray.dx + off * rays.nx,
                ray.oy + t * ray.dy + off * rays.ny,
                ray.oz + t * ray.dz + off * rays.nz)
            .towards(sun.x(), sun.y(), sun.z());
    if (rays.blocked(toSun, 0, Double.POSITIVE_INFINITY)) {
      return 0;
    }
    Rgb base = material.base();
    double dark = 1 - Math.min(1, (base.r() + base.g() + base.b()) / 3);
    return SOLAR * power * cosine * dark;
  }

  /** Stretches the temperatures over the grey levels, as such cameras do by themselves. */
  private void develop(FloatImage celsius, double noiseKelvin, long noiseSeed, Image8 out) {
    int size = celsius.size();
    float[] data = celsius.data();
    if (sorted.length < size) {
      sorted = new float[size];
    }
    System.arraycopy(data, 0, sorted, 0, size);
    Arrays.sort(sorted, 0, size);
    int clipped = (int) (CLIPPED * size);
    double low = sorted[clipped];
    double high = sorted[size - 1 - clipped];
    double span = Math.max(LEAST_SPAN, high - low);
    double middle = 0.5 * (low + high);
    int width = celsius.width();
    int height = celsius.height();
    out.reshape(width, height, 1);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        long bits = Dice.mix(noiseSeed ^ Dice.mix(i));
        double noise = ((bits & 1023) + (bits >>> 10 & 1023) - 1023) / 418.0;
        double seen = soft(celsius, x, y) + noiseKelvin * noise;
        double share = Math.max(0, Math.min(1, 0.5 + (seen - middle) / span));
        double level = 255 * Math.pow(share, CURVE) + 0.5;
        out.data()[i] = (byte) (int) level;
      }
    }
  }

  /** Lenses for long waves are not sharp: a pixel sees a little of its neighbours. */
  private static double soft(FloatImage celsius, int x, int y) {
    int left = Math.max(0, x - 1);
    int right = Math.min(celsius.width() - 1, x + 1);
    int up = Math.max(0, y - 1);
    int down = Math.min(celsius.height() - 1, y + 1);
    double around =
        celsius.at(left, y) + celsius.at(right, y) + celsius.at(x, up) + celsius.at(x, down);
    return 0.5 * celsius.at(x, y) + 0.125 * around;
  }
}
