package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.train.data.Field;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class RelativeDepthTest {
  private static final double SHARE = 0.7;
  private static final Network NETWORK = new Lraspp(new Lraspp.Options(1, SHARE));

  /** A picture of 2×2 pixels, at the canonical focal length. */
  private static final float[] DEPTH = {1, 2, 4, Float.POSITIVE_INFINITY};

  @Test
  void theFirstPartLearnsDepthBroughtToZeroAndOne() {
    // The predicted 2, 3, 4, 6 become 0, 1/4, 1/2, 1; the true 1, 2, 4, 80 become 0, 1/79, 3/79, 1.
    double expected = (Math.pow(0.25 - 1 / 79.0, 2) + Math.pow(0.5 - 3 / 79.0, 2)) / 4;
    assertEquals(expected, loss(0.69, new float[] {2, 3, 4, 6}), 1e-7);
    assertEquals(expected, loss(0, new float[] {2, 3, 4, 6}), 1e-7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {SHARE, 1})
  void theLastPartLearnsTheOrderOfPairs(double progress) {
    // a = (0, 0) is nearer than b = (1, 1): log(1 + exp(z_a − z_b)); a = (1, 0) is as far as
    // b = (0, 1): (z_a − z_b)²; z = ln(eᵈ − 1) is what the softplus d comes from.
    float[] predicted = {2, 3, 4, 6};
    double ranked = Math.log1p(Math.exp(farness(2) - farness(6)));
    double equal = Math.pow(farness(3) - farness(4), 2);
    assertEquals((ranked + equal) / 2, loss(progress, predicted), 1e-6);
  }

  @Test
  void sharesAreCheckedAndNamed() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new Lraspp.Options(1, 1.2));
    assertEquals("depth_share must be in [0, 1], found 1.2", refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new UnetPlusPlus.Options(1, 0.5, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new WidthMultiplier(0));
  }

  @Test
  void theEncoderOfUnetPlusPlusRestsForTwoOfTenEpochsOnDepth() {
    UnetPlusPlus.Options published = UnetPlusPlus.Options.PUBLISHED;
    assertEquals(published.depthShare() * 2 / 10, published.decoderAloneShare(), 1e-12);
    assertEquals(
        Map.of("encoder", published.decoderAloneShare()),
        new UnetPlusPlus(published).restingUntil());
  }

  private static double farness(double softplus) {
    return Math.log(Math.expm1(softplus));
  }

  private static double loss(double progress, float[] depth) {
    float[] pairs = new float[Field.ORDINAL_PAIRS.channels()];
    Arrays.fill(pairs, Float.NaN);
    System.arraycopy(new float[] {0, 0, 1, 1, 1, 1, 0, 0, 1, 0}, 0, pairs, 0, 10);
    float[] z = new float[depth.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) farness(depth[i]);
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      SampleTensors sample =
          new SampleTensors(
              tf,
              Map.of(
                  Field.DEPTH,
                  constant(tf, DEPTH, 1, 2, 2, 1),
                  Field.INTRINSICS,
                  constant(tf, new float[] {100, 100, 0, 0}, 1, 4),
                  Field.ORDINAL_PAIRS,
                  constant(tf, pairs, 1, pairs.length)),
              tf.constant(progress));
      Predictions predictions =
          new Predictions()
              .with(RelativeDepth.DEPTH, constant(tf, depth, 1, 2, 2))
              .with(RelativeDepth.FARNESS, constant(tf, z, 1, 2, 2));
      Operand<TFloat64> loss = NETWORK.loss(tf, sample, predictions);
      try (Result result = session.runner().fetch(loss).run()) {
        return ((TFloat64) result.get(0)).getDouble();
      }
    }
  }

  private static Operand<TFloat32> constant(Ops tf, float[] values, long... shape) {
    return tf.reshape(tf.constant(values), tf.constant(Shape.of(shape)));
  }
}
