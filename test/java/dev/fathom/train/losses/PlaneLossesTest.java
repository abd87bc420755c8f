package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

class PlaneLossesTest {
  private static final Shape PLANES = Shape.of(2, 3, 3);
  private static final Shape TRUTH = Shape.of(2, 2, 3);
  private static final double NAN = Double.NaN;
  private static final double[] PREDICTED = {
    0, 0, 2, /**/ 1, 0, 0, /**/ 0, 3, 0, //
    0, 0, 1, /**/ 5, 5, 5, /**/ 1, 1, 1
  };
  private static final double[] TRUE_PLANES = {
    0, 2.5, 0, /**/ 0, 0.1, 2, //
    1, 1, 2, /**/ NAN, NAN, NAN
  };

  @Test
  void everyTruePlaneCountsItsNearestPrediction() {
    // 0.25 to the third, 0.01 to the first; 1 to the third of the second image
    assertEquals((0.25 + 0.01 + 1) / 2, chamfer().at(PREDICTED), 1e-12);
  }

  @Test
  void theOrderOfThePlanesDoesNotMatter() {
    double[] swapped = PREDICTED.clone();
    System.arraycopy(PREDICTED, 0, swapped, 6, 3);
    System.arraycopy(PREDICTED, 6, swapped, 0, 3);
    assertEquals(chamfer().at(PREDICTED), chamfer().at(swapped), 1e-12);
  }

  @Test
  void onlyTheNearestPlanesMove() {
    chamfer().assertGradientAt(PREDICTED);
    chamfer().assertBlindTo(PREDICTED, 3, 4, 5, 9, 10, 11, 12, 13, 14);
  }

  @Test
  void labelsFollowTheirPlanesToThePredictedOnes() {
    // True plane 0 is predicted 2, 1 is 0; in the second image 0 is 2. No plane: 2 becomes 3
    double[] relabelled =
        LossGraph.values(
            tf -> {
              Operand<TFloat64> predicted = LossGraph.constant(tf, PLANES, PREDICTED);
              Operand<TFloat64> truth = LossGraph.constant(tf, TRUTH, TRUE_PLANES);
              return tf.dtypes.cast(
                  PlaneChamfer.relabelled(
                      tf,
                      ints(tf, Shape.of(2, 1, 4), 0, 1, 2, -1, 0, 0, 2, -7),
                      PlaneChamfer.nearest(tf, predicted, truth),
                      3),
                  TFloat64.class);
            });
    assertArrayEquals(new double[] {2, 0, 3, -1, 2, 2, 3, -1}, relabelled);
  }

  @Test
  void crossEntropyIsTheMeanOverTheLabelledPixels() {
    Shape logits = Shape.of(1, 1, 3, 2);
    double[] scores = {1, 3, 0, 0, 2, -1};
    Loss loss =
        new Loss(
            logits, (tf, x) -> MaskCrossEntropy.of(tf, x, ints(tf, Shape.of(1, 1, 3), 0, -1, 1)));
    double expected = (Math.log(1 + Math.exp(2)) + Math.log(1 + Math.exp(3))) / 2;
    assertEquals(expected, loss.at(scores), 1e-12);
    loss.assertGradientAt(scores);
    loss.assertBlindTo(scores, 2, 3);
  }

  @Test
  void aPlanesDepthIsWhereTheRayMeetsIt() {
    // z = 2; the plane x = 1 along (0.5, 0, 1): z = 2; and one seen from behind: the limit
    Shape planes = Shape.of(1, 3, 3);
    double[] values = {0, 0, 2, 1, 0, 0, 0, 0, -2};
    Loss loss = new Loss(planes, (tf, x) -> weighted(tf, depths(tf, x), 1, 10, 100));
    assertEquals(2 + 10 * 2 + 100 * 10, loss.at(values), 1e-9);
    loss.assertGradientAt(0.1, 0.2, 2, 1, 0.3, 0.2, 0.1, 0.3, -2);
  }

  @Test
  void aPlaneOfZerosIsHarmless() {
    Loss loss = new Loss(Shape.of(1, 3, 3), (tf, x) -> weighted(tf, depths(tf, x), 1, 1, 1));
    loss.assertBlindTo(new double[9]);
  }

  @Test
  void everyMaskAnswersForItsOwnDepth() {
    Shape maps = Shape.of(1, 1, 2, 2);
    double[] masks = {0.25, 0.75, 0.5, 0.5};
    Loss loss =
        new Loss(
            maps,
            (tf, x) ->
                PlaneDepth.maskedLoss(
                    tf,
                    x,
                    LossGraph.constant(tf, maps, masks),
                    LossGraph.constant(tf, Shape.of(1, 1, 2, 1), new double[] {2, NAN})));
    double[] depths = {3, 4, 5, 6};
    assertEquals(0.25 * 1 + 0.75 * 4, loss.at(depths), 1e-12);
    loss.assertGradientAt(depths);
    loss.assertBlindTo(depths, 2, 3);
    double[] composed =
        LossGraph.values(
            tf ->
                PlaneDepth.composed(
                    tf,
                    LossGraph.constant(tf, maps, new double[] {4, 8, 5, 7}),
                    LossGraph.constant(tf, maps, masks)));
    assertArrayEquals(new double[] {7, 6}, composed);
    assertThrows(IllegalArgumentException.class, () -> new PlaneDepth(0));
  }

  private static Operand<TFloat64> depths(Ops tf, Operand<TFloat64> planes) {
    return PlaneDepth.INDOORS.of(
        tf, planes, LossGraph.constant(tf, Shape.of(1, 1, 1, 3), new double[] {0.5, 0, 1}));
  }

  private static Operand<TFloat64> weighted(Ops tf, Operand<TFloat64> x, double... weights) {
    return Maps.sum(tf, tf.math.mul(x, tf.constant(weights)));
  }

  private static Loss chamfer() {
    return new Loss(
        PLANES, (tf, x) -> PlaneChamfer.of(tf, x, LossGraph.constant(tf, TRUTH, TRUE_PLANES)));
  }

  private static Operand<TInt32> ints(Ops tf, Shape shape, int... values) {
    return tf.reshape(tf.constant(values), tf.constant(shape.asArray()));
  }
}
