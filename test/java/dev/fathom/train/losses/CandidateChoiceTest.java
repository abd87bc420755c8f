package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class CandidateChoiceTest {
  private interface Built {
    Operand<TFloat64> of(Ops tf);
  }

  private static double value(Built built) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> loss = built.of(tf);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(loss).run()) {
        return ((TFloat64) result.get(0)).getDouble();
      }
    }
  }

  private static Operand<TFloat64> pixel(Ops tf, double... channels) {
    return tf.constant(new double[][][][] {{{channels}}});
  }

  private static double loss(double[] scores, double[] candidates, double corrected, double truth) {
    return value(
        tf ->
            new CandidateChoice(tf, pixel(tf, scores), pixel(tf, candidates))
                .loss(pixel(tf, corrected), pixel(tf, truth)));
  }

  @Test
  void lossOfOnePixelIsAsComputedByHand() {
    // Errors 0 and 3: weight min(2, 3) / 1 = 2, target softmax(0, −6), scores softmax(1, 0).
    double q = 1 / (1 + Math.exp(-6));
    double entropy = -q * Math.log(1 / (1 + Math.exp(-1))) - (1 - q) * Math.log(1 / (1 + Math.E));
    double expected = 2 * entropy / (2 + 0.02) + 0.25;
    assertEquals(expected, loss(new double[] {1, 0}, new double[] {10, 13}, 10.25, 10), 1e-9);
  }

  @Test
  void repetitionsOfTheFirstCandidateTakeNoPart() {
    double two = loss(new double[] {1, 0}, new double[] {10, 13}, 10, 10);
    double three = loss(new double[] {1, 0, 5}, new double[] {10, 13, 10}, 10, 10);
    assertEquals(two, three, 1e-9);
  }

  @Test
  void correctionDoesNotFollowPixelsThatNothingFits() {
    assertEquals(
        loss(new double[] {0, 0}, new double[] {10, 10}, 10, 90),
        loss(new double[] {0, 0}, new double[] {10, 10}, 12, 90),
        1e-9);
  }

  @Test
  void unknownTruthCostsNothing() {
    assertEquals(0, loss(new double[] {1, 0}, new double[] {10, 13}, 10, Double.NaN), 1e-9);
  }

  @Test
  void gradientOfTheScoresMatchesFiniteDifferences() {
    Shape scores = Shape.of(1, 1, 2, 3);
    double[] candidates = {10, 13, 11.5, 7, 7, 9};
    new Loss(
            scores,
            (tf, said) -> {
              Operand<TFloat64> proposed = LossGraph.constant(tf, scores, candidates);
              Operand<TFloat64> corrected =
                  LossGraph.constant(tf, Shape.of(1, 1, 2, 1), new double[] {10.25, 9.5});
              Operand<TFloat64> truth =
                  LossGraph.constant(tf, Shape.of(1, 1, 2, 1), new double[] {10, 9});
              return new CandidateChoice(tf, said, proposed).loss(corrected, truth);
            })
        .assertGradientAt(0.5, -0.3, 0.2, 0.1, 0.9, -0.4);
  }

  @Test
  void likelihoodOfOnePixelIsAsComputedByHand() {
    double expected = 0.5 * 0.4 + 2.5 * Math.log(1 + 9 * Math.exp(-0.4) / 4);
    assertEquals(
        expected,
        value(tf -> StudentLikelihood.FOUR.of(tf, pixel(tf, 8), pixel(tf, 0.4), pixel(tf, 5))),
        1e-9);
  }
}
