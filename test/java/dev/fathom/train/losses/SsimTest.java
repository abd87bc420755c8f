package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SsimTest {
  private static final int HEIGHT = 13;
  private static final int WIDTH = 12;
  private static final Shape SHAPE = Shape.of(1, HEIGHT, WIDTH, 1);
  private static final long SEED = 11;

  @Test
  void aMapIsLikeItself() {
    double[] x = random(SEED);
    try (LossGraph graph =
        new LossGraph(SHAPE, (tf, y) -> Ssim.of(tf, LossGraph.constant(tf, SHAPE, x), y))) {
      assertEquals(1, graph.loss(x), 1e-12);
    }
  }

  @Test
  void twoFlatMapsDifferByTheirMeansAlone() {
    double[] x = new double[HEIGHT * WIDTH];
    double[] y = new double[HEIGHT * WIDTH];
    Arrays.fill(x, 0.2);
    Arrays.fill(y, 0.6);
    // No variance: (2 · 0.2 · 0.6 + C1) / (0.2² + 0.6² + C1)
    double expected = (0.24 + 1e-4) / (0.40 + 1e-4);
    try (LossGraph graph =
        new LossGraph(SHAPE, (tf, in) -> Ssim.of(tf, LossGraph.constant(tf, SHAPE, x), in))) {
      assertEquals(expected, graph.loss(y), 1e-9);
    }
  }

  @Test
  void agreesWithTheWindowsOneByOne() {
    double[] x = random(SEED);
    double[] y = random(SEED + 1);
    try (LossGraph graph =
        new LossGraph(SHAPE, (tf, in) -> Ssim.of(tf, LossGraph.constant(tf, SHAPE, x), in))) {
      assertEquals(naive(x, y), graph.loss(y), 1e-10, "seed " + SEED);
    }
  }

  @Test
  void itsGradientIsTheFiniteDifference() {
    double[] x = random(SEED);
    try (LossGraph graph =
        new LossGraph(SHAPE, (tf, in) -> Ssim.of(tf, LossGraph.constant(tf, SHAPE, x), in))) {
      graph.assertGradientMatchesFiniteDifferences(random(SEED + 2), 1e-5, 1e-7);
    }
  }

  private static double naive(double[] x, double[] y) {
    double[][] window = new double[11][11];
    double weight = 0;
    for (int i = 0; i < 11; i++) {
      for (int j = 0; j < 11; j++) {
        window[i][j] = Math.exp(-((i - 5) * (i - 5) + (j - 5) * (j - 5)) / 4.5);
        weight += window[i][j];
      }
    }
    double sum = 0;
    int windows = 0;
    for (int top = 0; top + 11 <= HEIGHT; top++) {
      for (int left = 0; left + 11 <= WIDTH; left++, windows++) {
        double mx = 0;
        double my = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < 11; i++) {
          for (int j = 0; j < 11; j++) {
            double w = window[i][j] / weight;
            double a = x[(top + i) * WIDTH + left + j];
            double b = y[(top + i) * WIDTH + left + j];
            mx += w * a;
            my += w * b;
            xx += w * a * a;
            yy += w * b * b;
            xy += w * a * b;
          }
        }
        double c1 = 1e-4;
        double c2 = 9e-4;
        sum +=
            (2 * mx * my + c1)
                * (2 * (xy - mx * my) + c2)
                / ((mx * mx + my * my + c1) * (xx - mx * mx + yy - my * my + c2));
      }
    }
    return sum / windows;
  }

  private static double[] random(long seed) {
    return new Random(seed).doubles(HEIGHT * WIDTH).toArray();
  }
}
