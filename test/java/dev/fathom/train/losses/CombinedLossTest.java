package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class CombinedLossTest {
  private static final int SIDE = 11;
  private static final Shape MAP = Shape.of(1, SIDE, SIDE, 1);
  private static final Shape IMAGE = Shape.of(1, SIDE, SIDE, 3);
  private static final long SEED = 21;

  @Test
  void l1AloneIsTheMeanAbsoluteError() {
    assertEquals(0.3, loss(new CombinedLoss(2, 0, 0), new double[363], flat(0.2), flat(0.5)), 1e-9);
  }

  @Test
  void structureAloneIsOneMinusSsim() {
    double ssim = (2 * 0.2 * 0.5 + 1e-4) / (0.04 + 0.25 + 1e-4);
    assertEquals(
        1 - ssim, loss(new CombinedLoss(0, 3, 0), new double[363], flat(0.2), flat(0.5)), 1e-9);
  }

  @Test
  void errorsCountInTheEdgeLossOnlyWhereTheImageChanges() {
    // One step of 0.6, 0.3 and 0 in the three channels between columns 4 and 5: g = 0.3 in column 4
    double[] image = new double[3 * SIDE * SIDE];
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      if (pixel % SIDE >= 5) {
        image[3 * pixel] = 0.6;
        image[3 * pixel + 1] = 0.3;
      }
    }
    double expected = (1 - Math.exp(-0.3)) * 0.3 / SIDE;
    assertEquals(expected, loss(new CombinedLoss(0, 0, 5), image, flat(0.2), flat(0.5)), 1e-9);
  }

  @Test
  void thePartsAreWeighedByEquation7() {
    double[] image = random(SEED, 3 * SIDE * SIDE);
    double[] predicted = random(SEED + 1, SIDE * SIDE);
    double[] truth = random(SEED + 2, SIDE * SIDE);
    double l1 = loss(new CombinedLoss(1, 0, 0), image, predicted, truth);
    double ls = loss(new CombinedLoss(0, 1, 0), image, predicted, truth);
    double le = loss(new CombinedLoss(0, 0, 1), image, predicted, truth);
    assertEquals(
        (2 * l1 + ls + 5 * le) / 8, loss(CombinedLoss.DEFAULT, image, predicted, truth), 1e-9);
  }

  @Test
  void itsGradientIsTheFiniteDifference() {
    double[] image = random(SEED, 3 * SIDE * SIDE);
    double[] truth = random(SEED + 2, SIDE * SIDE);
    try (LossGraph graph = graph(CombinedLoss.DEFAULT, image, truth)) {
      graph.assertGradientMatchesFiniteDifferences(random(SEED + 1, SIDE * SIDE), 1e-6, 1e-7);
    }
  }

  @Test
  void weightsMustNotBeNegativeOrAllZero() {
    assertThrows(IllegalArgumentException.class, () -> new CombinedLoss(-1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new CombinedLoss(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new CombinedLoss(Double.NaN, 1, 1));
  }

  private static double loss(
      CombinedLoss loss, double[] image, double[] predicted, double[] truth) {
    try (LossGraph graph = graph(loss, image, truth)) {
      return graph.loss(predicted);
    }
  }

  private static LossGraph graph(CombinedLoss loss, double[] image, double[] truth) {
    return new LossGraph(
        MAP,
        (tf, predicted) ->
            loss.of(
                tf,
                LossGraph.constant(tf, IMAGE, image),
                predicted,
                LossGraph.constant(tf, MAP, truth)));
  }

  private static double[] flat(double value) {
    double[] map = new double[SIDE * SIDE];
    Arrays.fill(map, value);
    return map;
  }

  private static double[] random(long seed, int size) {
    return new Random(seed).doubles(size).toArray();
  }
}
