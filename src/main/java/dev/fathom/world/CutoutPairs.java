package dev.fathom.world;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.List;

/**
 * Rectified grey pairs of textured cut-outs with exact disparity: more edges and more textures a
 * picture than rooms and streets have, where stereo matching is to be learned.
 *
 * <p>Each pair is a pure function of seed, size and index. Threads: one owner at a time. Cost: four
 * samples a pixel in each picture.
 */
public final class CutoutPairs {
  private static final long TILES = 21;
  private static final long PAIR = 22;
  private static final double[] SAMPLES = {-0.25, 0.25};

  private final long seed;
  private final int width;
  private final int height;
  private final CutoutScenes scenes;
  private float[] light = new float[0];
  private float[] smoothed = new float[0];

  /** How one camera of the pair takes its picture. */
  private record Taken(boolean right, double lift, double exposure, double bias, double blur) {}

  public CutoutPairs(long seed, int width, int height) {
    if (width < 16 || height < 16) {
      throw new IllegalArgumentException(
          "pictures must be at least 16x16, found " + width + "x" + height);
    }
    this.seed = seed;
    this.width = width;
    this.height = height;
    this.scenes = new CutoutScenes(width, height, new Dice(seed, TILES));
    light = new float[width * height];
    smoothed = new float[width * height];
  }

  /**
   * Draws one pair.
   *
   * @param left takes the left picture. Shape: uint8 [height, width, 1]
   * @param right takes the right picture. Shape: uint8 [height, width, 1]
   * @param disparity takes the left disparity at the centre of each pixel. Units: pixels, never
   *     negative. Invalid: none
   */
  public void sample(long index, Image8 left, Image8 right, FloatImage disparity) {
    Dice dice = new Dice(seed, PAIR, index);
    List<Cutout> scene = scenes.random(dice, dice.betweenLog(14, 78));
    measure(scene, disparity);
    double exposure = dice.between(0.85, 1.15);
    double gamma = dice.between(0.75, 1.3);
    double noise = dice.betweenLog(0.3, 2.5) / 255;
    double blur = dice.chance(0.5) ? 0 : dice.between(0, 0.8);
    boolean twins = dice.chance(0.7);
    double ratio = twins ? dice.between(0.97, 1.03) : dice.between(0.8, 1.2);
    double bias = twins ? 0 : dice.between(-10, 10) / 255;
    double lift = dice.chance(0.25) ? dice.between(-0.4, 0.4) : 0;
    double rightBlur = blur == 0 ? 0 : Math.max(0, blur + dice.between(-0.2, 0.2));
    take(scene, new Taken(false, 0, exposure, 0, blur), gamma, noise, dice, left);
    Taken second = new Taken(true, lift, exposure * ratio, bias, rightBlur);
    take(scene, second, gamma, noise, dice, right);
  }

  private void measure(List<Cutout> scene, FloatImage disparity) {
    float[] d = disparity.reshape(width, height).data();
    for (int y = 0; y < height; y++) {
      List<Cutout> inRow = inRow(scene, y);
      for (int x = 0; x < width; x++) {
        double nearest = 0;
        for (Cutout cutout : inRow) {
          if (cutout.covers(x, y)) {
            nearest = Math.max(nearest, cutout.at(x, y));
          }
        }
        d[y * width + x] = (float) nearest;
      }
    }
  }

  private void take(
      List<Cutout> scene, Taken taken, double gamma, double noise, Dice dice, Image8 out) {
    for (int y = 0; y < height; y++) {
      List<Cutout> inRow = inRow(scene, y + taken.lift());
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (double dy : SAMPLES) {
          for (double dx : SAMPLES) {
            sum += seen(inRow, x + dx, y + dy + taken.lift(), taken.right());
          }
        }
        light[y * width + x] = 0.25f * sum;
      }
    }
    if (taken.blur() > 0) {
      blur(taken.blur());
    }
    byte[] pixels = out.reshape(width, height, 1).data();
    for (int i = 0; i < width * height; i++) {
      double value = Math.max(0, light[i]) * taken.exposure();
      // A shoulder instead of a hard limit, as cameras have.
      double rolled = value < 0.8 ? value : 0.8 + 0.2 * (1 - Math.exp(-(value - 0.8) / 0.2));
      double developed = Math.pow(rolled, gamma) + taken.bias();
      developed += noise * dice.gaussian() * (0.5 + developed);
      pixels[i] = (byte) Math.max(0, Math.min(255, (int) (255 * developed + 0.5)));
    }
  }

  private static List<Cutout> inRow(List<Cutout> scene, double y) {
    return scene.stream().filter(cutout -> cutout.reachesRow(y)).toList();
  }

  /** The nearest surface wins, wherever in the left picture its point lies. */
  private static float seen(List<Cutout> scene, double x, double y, boolean right) {
    Cutout nearest = scene.get(0);
    double most = Double.NEGATIVE_INFINITY;
    double column = x;
    for (Cutout cutout : scene) {
      double left = right ? cutout.leftOf(x, y) : x;
      if (cutout.covers(left, y)) {
        double disparity = cutout.at(left, y);
        if (disparity > most) {
          most = disparity;
          nearest = cutout;
          column = left;
        }
      }
    }
    return nearest.light(column, y, right);
  }

  private void blur(double sigma) {
    float side = (float) Math.exp(-1 / (2 * Math.max(0.05, sigma * sigma)));
    float norm = 1 / (1 + 2 * side);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float around = light[x > 0 ? i - 1 : i] + light[x + 1 < width ? i + 1 : i];
        smoothed[i] = norm * (light[i] + side * around);
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float around = smoothed[y > 0 ? i - width : i] + smoothed[y + 1 < height ? i + width : i];
        light[i] = norm * (smoothed[i] + side * around);
      }
    }
  }
}
