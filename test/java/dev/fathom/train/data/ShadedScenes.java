package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import java.util.Random;
import java.util.Set;

/** Pictures of a floor under a sky with a box on it; what is farther is darker and bluer. */
public final class ShadedScenes implements SampleSource {
  private final long seed;

  public ShadedScenes(long seed) {
    this.seed = seed;
  }

  @Override
  public Set<Field> fields() {
    return Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) {
    int width = out.width();
    int height = out.height();
    Random random = new Random(seed * 7919 + index);
    double focal = width * (0.6 + 0.6 * random.nextDouble());
    double cameraHeight = 0.5 + 2 * random.nextDouble();
    double boxMetres = 1 + 5 * random.nextDouble();
    int boxLeft = random.nextInt(width / 2);
    int horizon = height / 3;
    byte[] rgb = out.bytes(Field.IMAGE);
    float[] depth = out.wants(Field.DEPTH) ? out.floats(Field.DEPTH) : new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float metres =
            y <= horizon ? Float.POSITIVE_INFINITY : (float) (cameraHeight * focal / (y - horizon));
        if (x >= boxLeft && x < boxLeft + width / 4 && y > height / 4 && metres > boxMetres) {
          metres = (float) boxMetres;
        }
        double near = 1 / (1 + 0.3 * metres * 100 / focal);
        int p = y * width + x;
        depth[p] = metres;
        rgb[3 * p] = (byte) (220 * near + random.nextInt(20));
        rgb[3 * p + 1] = (byte) (200 * near + random.nextInt(20));
        rgb[3 * p + 2] = (byte) (180 * near + 60);
      }
    }
    out.setIntrinsics(new Intrinsics(width, height, focal, focal, (width - 1) / 2.0, horizon));
  }

  @Override
  public String describe() {
    return "shaded floors, seed " + seed;
  }
}
