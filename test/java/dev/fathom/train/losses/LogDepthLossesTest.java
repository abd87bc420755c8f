package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LogDepthLossesTest {
  private static final Shape TWO = Shape.of(2, 1, 2, 1);
  private static final Shape MAP = Shape.of(1, 4, 6, 1);
  private static final Shape IMAGE = Shape.of(1, 4, 6, 3);
  private static final double NAN = Double.NaN;

  @Test
  void theCommonErrorOfAnImageIsForgivenByLambda() {
    // Errors 1, 2 and 0, 3: ½(1 + 4) − λ/4 · 9 and ½ · 9 − λ/4 · 9
    double[] truth = new double[4];
    double[] predicted = {1, 2, 0, 3};
    for (double lambda : new double[] {0, 0.5, 1}) {
      assertEquals(
          ((2.5 - lambda * 2.25) + (4.5 - lambda * 2.25)) / 2,
          Loss.against(TWO, truth, new ScaleInvariantLog(lambda)::of).at(predicted),
          1e-12);
    }
  }

  @Test
  void anImageWithoutTruthDoesNotCount() {
    double[] truth = {0, 0, NAN, NAN};
    Loss loss = Loss.against(TWO, truth, ScaleInvariantLog.FULL::of);
    assertEquals(2.5 - 2.25, loss.at(1, 2, 0, 3), 1e-12);
    loss.assertBlindTo(new double[] {1, 2, 0, 3}, 2, 3);
  }

  @Test
  void aFactorOnAllDepthsCostsNothingWithLambda1() {
    double[] truth = Loss.random(4, 24);
    double[] moved = Arrays.stream(truth).map(x -> x + 0.7).toArray();
    assertEquals(0, Loss.against(MAP, truth, ScaleInvariantLog.FULL::of).at(moved), 1e-12);
    assertEquals(0, Loss.against(MAP, truth, new MultiScaleGradient(2)::of).at(moved), 1e-12);
  }

  @Test
  void coarserScalesLookAtEverySecondPixel() {
    // A step of 1 between columns 2 and 3: one of five steps a row, then one of two
    double[] predicted = new double[24];
    for (int i = 0; i < 24; i++) {
      predicted[i] = i % 6 >= 3 ? 1 : 0;
    }
    double[] truth = new double[24];
    assertEquals(
        1 / 5.0, Loss.against(MAP, truth, new MultiScaleGradient(1)::of).at(predicted), 1e-12);
    assertEquals(
        1 / 5.0 + 1 / 2.0,
        Loss.against(MAP, truth, new MultiScaleGradient(2)::of).at(predicted),
        1e-12);
  }

  @Test
  void theMannequinLossAddsItsParts() {
    double[] truth = Loss.random(1, 24);
    truth[7] = NAN;
    double[] predicted = Loss.random(2, 24);
    double data = Loss.against(MAP, truth, ScaleInvariantLog.FULL::of).at(predicted);
    double slopes = Loss.against(MAP, truth, new MultiScaleGradient(2)::of).at(predicted);
    // A flat image: roughness is the plain mean of the absolute steps, half of it at scale 1
    double rough = rough(predicted, 4, 6, 1) + rough(predicted, 4, 6, 2) / 2;
    assertEquals(
        data + 0.5 * slopes + 0.05 * rough, mannequin(truth, new double[72]).at(predicted), 1e-12);
  }

  @Test
  void gradientsAreTheFiniteDifferences() {
    double[] truth = Loss.random(1, 24);
    truth[7] = NAN;
    double[] predicted = Loss.random(2, 24);
    Loss.against(MAP, truth, ScaleInvariantLog.HALF::of).assertGradientAt(predicted);
    mannequin(truth, Loss.random(3, 72)).assertGradientAt(predicted);
  }

  @Test
  void impossibleOptionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ScaleInvariantLog(1.5));
    assertThrows(IllegalArgumentException.class, () -> new MultiScaleGradient(0));
    assertThrows(IllegalArgumentException.class, () -> new MannequinLoss(0.5, -1, 5));
  }

  private static Loss mannequin(double[] truth, double[] image) {
    return Loss.against(
        MAP,
        truth,
        (tf, p, t) ->
            new MannequinLoss(0.5, 0.05, 2).of(tf, LossGraph.constant(tf, IMAGE, image), p, t));
  }

  private static double rough(double[] x, int height, int width, int stride) {
    double across = 0;
    double down = 0;
    int acrossCount = 0;
    int downCount = 0;
    for (int r = 0; r < height; r += stride) {
      for (int c = 0; c < width; c += stride) {
        if (c + stride < width) {
          across += Math.abs(x[r * width + c + stride] - x[r * width + c]);
          acrossCount++;
        }
        if (r + stride < height) {
          down += Math.abs(x[(r + stride) * width + c] - x[r * width + c]);
          downCount++;
        }
      }
    }
    return across / acrossCount + down / downCount;
  }
}
