package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class CandidateCrossEntropyTest {
  private static final Shape LOGITS = Shape.of(1, 1, 3, 3);
  private static final double[] CANDIDATES = {0, 2, 4};
  private static final double[] SCORES = {1, 2, 0.5, 0, 0, 0, -1, 3, 2};

  private static Loss loss(double... truth) {
    return new Loss(
        LOGITS,
        (tf, logits) ->
            new CandidateCrossEntropy(2, 1.5)
                .of(
                    tf,
                    logits,
                    LossGraph.constant(tf, Shape.of(1, 1, 1, 3), CANDIDATES),
                    LossGraph.constant(tf, Shape.of(1, 1, 3, 1), truth)));
  }

  @Test
  void theTargetFallsOffFromTheTruth() {
    // Truth 1 lies between the first two; the second pixel is unknown, the third out of reach
    double near = Math.exp(-0.5);
    double far = Math.exp(-1.5);
    double z = 2 * near + far;
    double norm = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(0.5));
    double expected = norm - (near * 1 + near * 2 + far * 0.5) / z;
    Loss loss = loss(1, Double.NaN, 6);
    assertEquals(expected, loss.at(SCORES), 1e-12);
    loss.assertBlindTo(SCORES, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void itIsLeastWhereTheScoresAreTheTarget() {
    double[] best = {0, -1, -2, -1, 0, -1, -2, -1, 0};
    Loss loss = loss(0, 2, 4);
    double least = loss.at(best);
    double[] moved = best.clone();
    moved[0] -= 0.2;
    assertTrue(loss.at(moved) > least);
    moved[0] += 0.4;
    assertTrue(loss.at(moved) > least);
  }

  @Test
  void itsGradientIsTheFiniteDifference() {
    loss(1, Double.NaN, 3.2).assertGradientAt(SCORES);
  }

  @Test
  void scaleAndReachMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> new CandidateCrossEntropy(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new CandidateCrossEntropy(1, Double.NaN));
  }
}
