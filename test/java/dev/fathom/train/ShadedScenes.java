package dev.fathom.train;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Random;

/** Pictures of a floor under a sky with a box on it; what is farther is darker and bluer. */
final class ShadedScenes implements TrainingData {
  private final long seed;

  ShadedScenes(long seed) {
    this.seed = seed;
  }

  @Override
  public Intrinsics sample(long index, int width, int height, Image8 rgb, FloatImage depth) {
    Random random = new Random(seed * 7919 + index);
    double focal = width * (0.6 + 0.6 * random.nextDouble());
    double cameraHeight = 0.5 + 2 * random.nextDouble();
    double boxMetres = 1 + 5 * random.nextDouble();
    int boxLeft = random.nextInt(width / 2);
    int horizon = height / 3;
    rgb.reshape(width, height, 3);
    depth.reshape(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float metres =
            y <= horizon ? Float.POSITIVE_INFINITY : (float) (cameraHeight * focal / (y - horizon));
        if (x >= boxLeft && x < boxLeft + width / 4 && y > height / 4 && metres > boxMetres) {
          metres = (float) boxMetres;
        }
        double near = 1 / (1 + 0.3 * metres * 100 / focal);
        int p = y * width + x;
        depth.data()[p] = metres;
        rgb.data()[3 * p] = (byte) (220 * near + random.nextInt(20));
        rgb.data()[3 * p + 1] = (byte) (200 * near + random.nextInt(20));
        rgb.data()[3 * p + 2] = (byte) (180 * near + 60);
      }
    }
    return new Intrinsics(width, height, focal, focal, (width - 1) / 2.0, horizon);
  }

  @Override
  public String describe() {
    return "shaded floors, seed " + seed;
  }
}
