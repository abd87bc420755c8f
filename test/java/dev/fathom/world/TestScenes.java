package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;

/** Scenes whose depth is known by formula. */
final class TestScenes {
  static final Intrinsics CAMERA = new Intrinsics(96, 64, 70, 71, 46.5, 33.25);

  private TestScenes() {}

  static Lighting light() {
    Rgb dim = Rgb.grey(0.5);
    return new Lighting(true, new Vector3(-1, 0.3, 1), Rgb.grey(1), dim, dim, dim, dim, 0, 0, 1);
  }

  static Scene of(SceneBuilder builder) {
    return builder.build(
        Scene.Kind.STREET, new Vector3(-50, -50, 0), new Vector3(50, 50, 3), light());
  }

  static SceneBuilder builder() {
    return new SceneBuilder().at(0, 0, 0, 0);
  }

  static Material material(int seed) {
    return Material.of(Pattern.PATCHES, Rgb.grey(0.7), Rgb.grey(0.2), 0.8, 0.2, seed);
  }

  /** Depth in a picture, between pixels, for a point whose neighbours are of one surface. */
  static double bilinear(FloatImage image, double x, double y) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    // Inverse depth is what is linear over the picture of a plane.
    double top = (1 - fx) / image.at(x0, y0) + fx / image.at(x0 + 1, y0);
    double bottom = (1 - fx) / image.at(x0, y0 + 1) + fx / image.at(x0 + 1, y0 + 1);
    return 1 / (top * (1 - fy) + bottom * fy);
  }
}
