package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.FrozenLayers;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class FathomMonoTest {
  private static final long SEED = 4;

  @Test
  void itsWeightsAreCounted() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new FathomMono().build(new TrainedLayers(tf, variables, false), picture(tf, 48, 64));
      assertEquals(1_655_154, variables.parameterCount());
    }
  }

  @ParameterizedTest
  @CsvSource({"48, 64", "40, 72", "120, 160"})
  void predictsAtTheSizeOfThePictureEvenWhereHalvesAreOdd(int height, int width) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Predictions prediction =
          new FathomMono()
              .build(new TrainedLayers(tf, variables, false), picture(tf, height, width));
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        try (Result result =
            session
                .runner()
                .fetch(prediction.get("log_depth"))
                .fetch(prediction.get("log_variance"))
                .run()) {
          assertEquals(Shape.of(1, height, width), result.get(0).shape());
          assertEquals(Shape.of(1, height, width), result.get(1).shape());
        }
      }
    }
  }

  @Test
  void costsLessThanATenthOfTheRealTimeUnet() {
    assertTrue(10 * multiplications(new FathomMono()) < multiplications(new UnetRt()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1.5})
  void theMultiplierChangesItsCostAboutBySquare(double multiplier) {
    double ratio =
        (double) multiplications(new FathomMono(new FathomMono.Widths(multiplier)))
            / multiplications(new FathomMono());
    assertEquals(multiplier * multiplier, ratio, 0.35 * multiplier * multiplier);
  }

  @Test
  void frozenItPredictsWhatItPredictsInTraining() {
    Map<String, float[]> values;
    float[] trained;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Predictions prediction =
          new FathomMono(new FathomMono.Widths(0.5))
              .build(new TrainedLayers(tf, variables, false), picture(tf, 48, 64));
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        values = variables.read(session);
        trained = fetch(session, prediction.get("log_depth"));
      }
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Predictions prediction =
          new FathomMono(new FathomMono.Widths(0.5))
              .build(new FrozenLayers(tf, values), picture(tf, 48, 64));
      try (Session session = new Session(graph)) {
        assertArrayEquals(trained, fetch(session, prediction.get("log_depth")), 1e-5f);
      }
    }
  }

  @Test
  void theMultiplierMustBePositiveAndNotHuge() {
    assertThrows(IllegalArgumentException.class, () -> new FathomMono.Widths(0));
    assertThrows(IllegalArgumentException.class, () -> new FathomMono.Widths(5));
    assertThrows(IllegalArgumentException.class, () -> new FathomMono.Widths(Double.NaN));
  }

  /**
   * Multiplications of all convolutions for a picture of 48×64, from the sizes that a run gives.
   */
  private static long multiplications(Network network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      network.build(new TrainedLayers(tf, variables, false), picture(tf, 48, 64));
      List<GraphOperation> convolutions = new ArrayList<>();
      graph
          .operations()
          .forEachRemaining(
              op -> {
                if (op.type().equals("Conv2D")) {
                  convolutions.add((GraphOperation) op);
                }
              });
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        Session.Runner runner = session.runner();
        for (GraphOperation convolution : convolutions) {
          runner.fetch((Output<?>) convolution.output(0));
          runner.fetch((Output<?>) convolution.input(1));
        }
        long sum = 0;
        try (Result result = runner.run()) {
          for (int i = 0; i < result.size(); i += 2) {
            Shape out = result.get(i).shape();
            sum += out.get(1) * out.get(2) * result.get(i + 1).shape().size();
          }
        }
        return sum;
      }
    }
  }

  private static float[] fetch(Session session, Operand<TFloat32> output) {
    try (Result result = session.runner().fetch(output).run()) {
      float[] values = new float[(int) result.get(0).shape().size()];
      result.get(0).asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  private static SampleTensors picture(Ops tf, int height, int width) {
    Random random = new Random(SEED);
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = 255 * random.nextFloat();
    }
    Operand<TFloat32> image =
        tf.reshape(tf.constant(values), tf.constant(new int[] {1, height, width, 3}));
    return new SampleTensors(tf, Map.of(Field.IMAGE, image), null);
  }
}
