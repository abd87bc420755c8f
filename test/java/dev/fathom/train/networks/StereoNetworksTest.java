package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.Candidates;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Adam;
import dev.fathom.train.layers.FrozenLayers;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

class StereoNetworksTest {
  private static final long SEED = 3;
  private static final int HEIGHT = 32;
  private static final int WIDTH = 48;

  private static Operand<TFloat32> map(Ops tf, int channels, float low, float high) {
    Random random = new Random(SEED + channels);
    float[] values = new float[HEIGHT * WIDTH * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * random.nextFloat();
    }
    return tf.constant(
        NdArrays.wrap(Shape.of(1, HEIGHT, WIDTH, channels), DataBuffers.of(values, true, false)));
  }

  private static SampleTensors sample(Ops tf) {
    Map<Field, Operand<? extends TNumber>> fields = new HashMap<>();
    fields.put(Field.CANDIDATE_FEATURES, map(tf, CandidateFeatures.PER_PIXEL, 0, 255));
    fields.put(Field.CANDIDATES, map(tf, Candidates.COUNT, 0, 40));
    fields.put(Field.DISPARITY, map(tf, 1, 0, 40));
    fields.put(Field.IMAGE, map(tf, 3, 0, 255));
    fields.put(Field.RIGHT, map(tf, 3, 0, 255));
    return new SampleTensors(tf, fields, null);
  }

  private static float[] floats(Result result, int index) {
    float[] values = new float[Math.toIntExact(result.get(index).shape().size())];
    result.get(index).asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Test
  void weightsOfTheChoosingNetworkAreCounted() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new FathomStereo().build(new TrainedLayers(tf, variables, false), sample(tf));
      assertEquals(155_092, variables.parameterCount());
    }
  }

  @Test
  void frozenItChoosesAsItWasTrainedTo() {
    Map<String, float[]> values;
    float[] scores;
    float[] disparity;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Predictions p = new FathomStereo().build(new TrainedLayers(tf, variables, false), sample(tf));
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        values = variables.read(session);
        try (Result result =
            session.runner().fetch(p.get("scores")).fetch(p.get("disparity")).run()) {
          scores = floats(result, 0);
          assertEquals(Shape.of(1, HEIGHT, WIDTH), result.get(1).shape());
          disparity = floats(result, 1);
        }
      }
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Predictions p = new FathomStereo().build(new FrozenLayers(tf, values), sample(tf));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(p.get("scores")).fetch(p.get("disparity")).run()) {
        assertArrayEquals(scores, floats(result, 0), 1e-3f);
        assertArrayEquals(disparity, floats(result, 1), 1e-3f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fathom_stereo", "stereo"})
  void lossFallsOnOneBatch(String name) {
    Network network = Networks.named(name).network();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      TrainedLayers layers = new TrainedLayers(tf, variables, true);
      SampleTensors sample = sample(tf);
      Predictions predictions = network.build(layers, sample);
      assertTrue(predictions.has("disparity") && predictions.has("log_variance"));
      Operand<TFloat64> loss = network.loss(tf, sample, predictions);
      Adam adam = new Adam(tf, variables, loss);
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        double first = step(session, adam, loss, 0);
        double last = first;
        for (int n = 1; n < 20; n++) {
          last = step(session, adam, loss, n);
        }
        assertTrue(last < first, name + ": " + first + " … " + last);
      }
    }
  }

  /** The right picture is the left one's pattern 8 pixels to the left. */
  @Test
  void withoutTruthTheTrueShiftCostsLeast() {
    double matched = photometric(8);
    for (float wrong : new float[] {2, 4, 12}) {
      assertTrue(matched < 0.5 * photometric(wrong), "8: " + matched + ", " + wrong);
    }
  }

  private static double photometric(float disparity) {
    float[] left = new float[HEIGHT * WIDTH * 3];
    float[] right = new float[left.length];
    float[] shift = new float[HEIGHT * WIDTH];
    for (int i = 0; i < left.length; i++) {
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      left[i] = pattern(x, y);
      right[i] = pattern(x + 8, y);
      shift[i / 3] = disparity;
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      SampleTensors sample =
          new SampleTensors(
              tf,
              Map.of(
                  Field.IMAGE, constant(tf, left, Shape.of(1, HEIGHT, WIDTH, 3)),
                  Field.RIGHT, constant(tf, right, Shape.of(1, HEIGHT, WIDTH, 3))),
              null);
      Predictions guess =
          new Predictions().with("disparity", constant(tf, shift, Shape.of(1, HEIGHT, WIDTH)));
      Operand<TFloat64> loss = new Stereo(Stereo.Options.PHOTOMETRIC).loss(tf, sample, guess);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(loss).run()) {
        return ((TFloat64) result.get(0)).getDouble();
      }
    }
  }

  private static float pattern(int x, int y) {
    return (float) (127 + 60 * Math.sin(0.9 * x + 0.2 * y) + 50 * Math.sin(0.31 * x - 0.7 * y));
  }

  private static Operand<TFloat32> constant(Ops tf, float[] values, Shape shape) {
    return tf.constant(NdArrays.wrap(shape, DataBuffers.of(values, true, false)));
  }

  private static double step(Session session, Adam adam, Operand<TFloat64> loss, int step) {
    Session.Runner runner = session.runner().fetch(loss);
    try (Adam.Feeds feeds = adam.feed(runner, step, 1e-4);
        Result result = runner.run()) {
      assertEquals(3, feeds.tensors().size());
      return ((TFloat64) result.get(0)).getDouble();
    }
  }
}
