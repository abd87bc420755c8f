package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class LayersTest {
  private static final float TOLERANCE = 1e-5f;

  @Test
  void upsamplingInterpolatesBetweenPixelCentres() {
    // Centres of the new pixels lie a quarter pixel off the old ones; the border repeats.
    assertArrayEquals(
        new float[] {1, 1.5f, 2.5f, 3, 1, 1.5f, 2.5f, 3},
        run(tf -> layers(tf).upsample2(constant(tf, Shape.of(1, 1, 2, 1), 1, 3))),
        TOLERANCE);
  }

  @Test
  void poolingKeepsTheGreatestOfFour() {
    assertArrayEquals(
        new float[] {6, 9},
        run(tf -> layers(tf).maxPool2(constant(tf, Shape.of(1, 2, 4, 1), 1, 5, 2, 3, 6, 4, 9, 0))),
        TOLERANCE);
  }

  @Test
  void skipsJoinChannelsAndChannelsComeApartAgain() {
    assertArrayEquals(
        new float[] {30, 40},
        run(
            tf -> {
              Layers layers = layers(tf);
              Operand<TFloat32> joined =
                  layers.concat(
                      constant(tf, Shape.of(1, 1, 2, 1), 1, 2),
                      constant(tf, Shape.of(1, 1, 2, 2), 10, 30, 20, 40));
              return layers.channel(joined, 2);
            }),
        TOLERANCE);
  }

  @Test
  void convolutionSumsTheNeighbourhoodAndPadsWithZeros() {
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(
        new float[] {12.5f, 21.5f, 16.5f, 27.5f, 45.5f, 33.5f, 24.5f, 39.5f, 28.5f},
        run(
            tf ->
                new FrozenLayers(tf, Map.of("c.weights", ones, "c.bias", new float[] {0.5f}))
                    .conv3x3(
                        "c", constant(tf, Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9), 1)),
        TOLERANCE);
  }

  @Test
  void foldedNormalisationGivesWhatTheRunningStatisticsGive() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> x = constant(tf, Shape.of(1, 2, 2, 1), 1, -2, 3, 0.5f);
      Operand<TFloat32> trained =
          new TrainedLayers(tf, variables, false).conv3x3Normalised("n", x, 2);
      try (Session session = new Session(graph)) {
        variables.initialise(session, 3);
        Map<String, float[]> values = new HashMap<>(variables.read(session));
        values.put("n.scale", new float[] {1.5f, -0.5f});
        values.put("n.shift", new float[] {0.1f, 0.2f});
        values.put("n.mean", new float[] {0.3f, -0.4f});
        values.put("n.variance", new float[] {2f, 0.25f});
        variables.restore(session, values);
        assertArrayEquals(
            fetch(session, trained),
            run(
                other ->
                    new FrozenLayers(other, values)
                        .conv3x3Normalised(
                            "n", constant(other, Shape.of(1, 2, 2, 1), 1, -2, 3, 0.5f), 2)),
            TOLERANCE);
      }
    }
  }

  @Test
  void trainingNormalisesByTheBatchAndMovesTheRunningStatistics() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      TrainedLayers layers = new TrainedLayers(tf, variables, true);
      Operand<TFloat32> y =
          layers.conv3x3Normalised("n", constant(tf, Shape.of(1, 2, 2, 1), 1, -2, 3, 0.5f), 1);
      try (Session session = new Session(graph)) {
        variables.initialise(session, 3);
        float before = mean(variables, session);
        Session.Runner runner = session.runner().fetch(y);
        for (Op update : layers.updates()) {
          runner.addTarget(update);
        }
        try (Result result = runner.run()) {
          float[] out = floats(result.get(0));
          assertEquals(0, (out[0] + out[1] + out[2] + out[3]) / 4, TOLERANCE);
        }
        assertEquals(0, before);
        assertNotEquals(0, mean(variables, session));
      }
    }
  }

  @Test
  void variablesAreSharedByNameAndKeepTheirShape() {
    try (Graph graph = new Graph()) {
      Variables variables = new Variables(Ops.create(graph));
      Variables.Initialiser zero = Variables.constant(0);
      Variables.Variable first = variables.get("v", Variables.Kind.TRAINED, Shape.of(3), zero);
      assertEquals(first, variables.get("v", Variables.Kind.TRAINED, Shape.of(3), zero));
      assertThrows(
          IllegalArgumentException.class,
          () -> variables.get("v", Variables.Kind.TRAINED, Shape.of(4), zero));
    }
  }

  @Test
  void restoringRefusesMissingForeignAndMisshapenValues() {
    try (Graph graph = new Graph()) {
      Variables variables = new Variables(Ops.create(graph));
      variables.get("v", Variables.Kind.TRAINED, Shape.of(2), Variables.constant(0));
      try (Session session = new Session(graph)) {
        float[] good = {1, 2};
        variables.restore(session, Map.of("v", good));
        assertArrayEquals(good, variables.read(session).get("v"));
        assertThrows(IllegalArgumentException.class, () -> variables.restore(session, Map.of()));
        assertThrows(
            IllegalArgumentException.class,
            () -> variables.restore(session, Map.of("v", new float[3])));
        assertThrows(
            IllegalArgumentException.class,
            () -> variables.restore(session, Map.of("v", good, "w", good)));
      }
    }
  }

  private static float mean(Variables variables, Session session) {
    return Objects.requireNonNull(variables.read(session).get("n.mean"))[0];
  }

  private static Layers layers(Ops tf) {
    return new FrozenLayers(tf, Map.of());
  }

  private static Operand<TFloat32> constant(Ops tf, Shape shape, float... values) {
    return tf.reshape(tf.constant(values), tf.constant(shape.asArray()));
  }

  private static float[] run(Function<Ops, Operand<TFloat32>> build) {
    try (Graph graph = new Graph()) {
      Operand<TFloat32> output = build.apply(Ops.create(graph));
      try (Session session = new Session(graph)) {
        return fetch(session, output);
      }
    }
  }

  private static float[] fetch(Session session, Operand<TFloat32> output) {
    try (Result result = session.runner().fetch(output).run()) {
      return floats(result.get(0));
    }
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[(int) tensor.shape().size()];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
