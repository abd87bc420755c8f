package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class FathomCompleteTest {
  private static final long SEED = 9;

  @Test
  void itsWeightsAreCounted() {
    int[] channels = {24, 32, 48, 64, 96};
    int[] blocks = {0, 1, 1, 2, 2};
    // 2×2 pixels of three colours, nearest and averaged depth, validity, reach; two extremes.
    long expected = conv(3, 4 * 7 + 2, 24);
    for (int level = 1; level < 5; level++) {
      expected += conv(3, channels[level - 1], channels[level]);
      expected += 2L * blocks[level] * conv(3, channels[level], channels[level]);
    }
    for (int level = 3; level >= 0; level--) {
      int below = channels[level + 1];
      int here = channels[level];
      expected += conv(1, below, here) + conv(1, here, here) + conv(3, here, here);
    }
    expected += conv(3, 24, 8);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new FathomComplete()
          .build(new TrainedLayers(tf, variables, false), inputs(tf, 48, 64, sparse(48, 64, 1)));
      assertEquals(expected, variables.parameterCount());
    }
  }

  private static long conv(int kernel, int in, int out) {
    return (long) kernel * kernel * in * out + out;
  }

  /** Everything twice or a tenth as far: the same answer, twice or a tenth as far. */
  @ParameterizedTest
  @CsvSource({"2", "0.1"})
  void theScaleComesFromTheMeasurementsAlone(float factor) {
    float[][] one = predicted(48, 64, sparse(48, 64, 1));
    float[][] other = predicted(48, 64, sparse(48, 64, factor));
    for (int i = 0; i < one[0].length; i++) {
      assertEquals(one[0][i] + Math.log(factor), other[0][i], 2e-4);
      assertEquals(one[1][i], other[1][i], 2e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({"48, 64", "40, 72", "96, 8"})
  void answersAtEveryPixelHoweverFewAreMeasured(int height, int width) {
    float[] sparse = new float[height * width];
    Arrays.fill(sparse, Float.NaN);
    sparse[7 * width + 3] = 5;
    float[][] predicted = predicted(height, width, sparse);
    assertEquals(height * width, predicted[0].length);
    for (int i = 0; i < predicted[0].length; i++) {
      // Untrained, it adds little to the one depth there is.
      assertEquals(Math.log(5), predicted[0][i], 1.0);
      assertTrue(Float.isFinite(predicted[1][i]));
    }
  }

  @Test
  void withoutAnyMeasurementNoDepthIsKnown() {
    float[] sparse = new float[48 * 64];
    Arrays.fill(sparse, Float.NaN);
    sparse[5] = Float.POSITIVE_INFINITY;
    sparse[6] = -1;
    for (float log : predicted(48, 64, sparse)[0]) {
      assertTrue(Float.isNaN(log));
    }
  }

  @Test
  void fillsWithTheMeanOfTheSmallestBlockThatHoldsAny() {
    float[] sparse = new float[64 * 64];
    Arrays.fill(sparse, Float.NaN);
    sparse[0] = 2;
    sparse[64 + 1] = 8;
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      SparseDepth filled =
          SparseDepth.of(
              new TrainedLayers(tf, new Variables(tf), false),
              inputs(tf, 64, 64, sparse).get(Field.SPARSE_DEPTH));
      float[][] values = fetch(session, filled.mean(), filled.filled(), filled.reach());
      assertEquals(Math.log(4), values[0][0], 1e-6);
      assertEquals(Math.log(2), values[0][0] + values[1][0], 1e-6);
      assertEquals(Math.log(8), values[0][0] + values[1][64 + 1], 1e-6);
      assertEquals(Math.log(4), values[0][0] + values[1][1], 1e-6);
      assertEquals(0, values[2][0]);
      // Interpolated between its block and coarser ones beside it.
      assertTrue(values[2][1] > 1 / 7f && values[2][1] < 1);
      assertEquals(1, values[2][64 * 64 - 1], 0.5);
    }
  }

  /** Log depth and log-variance by first weights. */
  private static float[][] predicted(int height, int width, float[] sparse) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Predictions predictions =
          new FathomComplete()
              .build(new TrainedLayers(tf, variables, false), inputs(tf, height, width, sparse));
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        return fetch(
            session,
            predictions.get(FathomComplete.LOG_DEPTH),
            predictions.get(FathomComplete.LOG_VARIANCE));
      }
    }
  }

  @SafeVarargs
  private static float[][] fetch(Session session, Operand<TFloat32>... outputs) {
    Session.Runner runner = session.runner();
    for (Operand<TFloat32> output : outputs) {
      runner.fetch(output);
    }
    try (Result result = runner.run()) {
      float[][] values = new float[outputs.length][];
      for (int i = 0; i < outputs.length; i++) {
        values[i] = new float[(int) result.get(i).shape().size()];
        result.get(i).asRawTensor().data().asFloats().read(values[i]);
      }
      return values;
    }
  }

  private static float[] sparse(int height, int width, float factor) {
    Random random = new Random(SEED);
    float[] sparse = new float[height * width];
    for (int i = 0; i < sparse.length; i++) {
      float metres = 1 + 9 * random.nextFloat();
      sparse[i] = random.nextInt(20) == 0 ? factor * metres : Float.NaN;
    }
    return sparse;
  }

  private static SampleTensors inputs(Ops tf, int height, int width, float[] sparse) {
    Random random = new Random(SEED);
    float[] picture = new float[height * width * 3];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = 255 * random.nextFloat();
    }
    Operand<TFloat32> image =
        tf.reshape(tf.constant(picture), tf.constant(new int[] {1, height, width, 3}));
    Operand<TFloat32> depth =
        tf.reshape(tf.constant(sparse), tf.constant(new int[] {1, height, width, 1}));
    return new SampleTensors(tf, Map.of(Field.IMAGE, image, Field.SPARSE_DEPTH, depth), null);
  }
}
