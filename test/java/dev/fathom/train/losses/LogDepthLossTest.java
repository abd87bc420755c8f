package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LogDepthLossTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 8;
  private static final Shape MAP = Shape.of(1, HEIGHT, WIDTH, 1);
  private static final long SEED = 31;

  @Test
  void aWrongScaleCostsItsLogarithmAndNothingMore() {
    double[] truth = new Random(SEED).doubles(HEIGHT * WIDTH).toArray();
    double[] predicted = truth.clone();
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] += 0.2;
    }
    assertEquals(0.2, loss(new LogDepthLoss(3), predicted, truth), 1e-12);
  }

  @Test
  void aStepThatIsNotThereCostsItsHeightWhereItIsSeen() {
    // d = 0.4 from column 5 on. Steps of 1 see it between two of 7 columns, steps of 4 between
    // columns 1 to 3 and 5 to 7: 3 of 4.
    double[] predicted = new double[HEIGHT * WIDTH];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = i % WIDTH >= 5 ? 0.4 : 0;
    }
    double expected = 0.4 * 3 / 8 + 0.5 * (0.4 / 7 + 0.4 * 3 / 4);
    assertEquals(
        expected, loss(new LogDepthLoss(0.5), predicted, new double[HEIGHT * WIDTH]), 1e-12);
  }

  @Test
  void itsGradientIsTheFiniteDifference() {
    double[] truth = new Random(SEED).doubles(HEIGHT * WIDTH).toArray();
    try (LossGraph graph = graph(LogDepthLoss.DEFAULT, truth)) {
      graph.assertGradientMatchesFiniteDifferences(
          new Random(SEED + 1).doubles(HEIGHT * WIDTH).toArray(), 1e-6, 1e-7);
    }
  }

  @Test
  void theWeightMustBeFiniteAndNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> new LogDepthLoss(-0.1));
    assertThrows(IllegalArgumentException.class, () -> new LogDepthLoss(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new LogDepthLoss(1.0 / 0));
  }

  private static double loss(LogDepthLoss loss, double[] predicted, double[] truth) {
    try (LossGraph graph = graph(loss, truth)) {
      return graph.loss(predicted);
    }
  }

  private static LossGraph graph(LogDepthLoss loss, double[] truth) {
    return new LossGraph(
        MAP, (tf, predicted) -> loss.of(tf, predicted, LossGraph.constant(tf, MAP, truth)));
  }
}
