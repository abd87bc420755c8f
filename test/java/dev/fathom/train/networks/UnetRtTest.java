package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.layers.Variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class UnetRtTest {
  private static final long SEED = 9;

  @Test
  void hasThePapersParametersAndThoseOfTheLogVariance() {
    // 1.22 M in the paper's table 2; a second output channel has 41 · 9 weights and a bias.
    int published = 1_225_050;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new UnetRt().build(new TrainedLayers(tf, variables, true), picture(tf, -1, -1));
      assertEquals(published + 41 * 9 + 1, variables.parameterCount());
    }
  }

  @Test
  void predictsAtTheSizeOfThePicture() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Predictions prediction =
          new UnetRt().build(new TrainedLayers(tf, new Variables(tf), false), picture(tf, 64, 208));
      assertEquals(Shape.of(2, 64, 208), prediction.get("log_depth").shape());
      assertEquals(Shape.of(2, 64, 208), prediction.get("log_variance").shape());
    }
  }

  @Test
  void hasOneSixteenthOfTheSizeAnd101ChannelsAtItsBottom() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new UnetRt().build(new TrainedLayers(tf, variables, false), picture(tf, 64, 208));
      long[] smallest = {Long.MAX_VALUE, 0};
      graph
          .operations()
          .forEachRemaining(
              op -> {
                if (op.type().equals("MaxPool") || op.type().equals("MaxPoolV2")) {
                  Shape shape = op.output(0).shape();
                  if (shape.get(1) < smallest[0]) {
                    smallest[0] = shape.get(1);
                    smallest[1] = shape.get(3);
                  }
                }
              });
      assertEquals(64 / 16, smallest[0]);
      assertEquals(101, smallest[1]);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsGradientsAreFiniteDifferences(boolean batchStatistics) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Predictions prediction =
          new UnetRt(new UnetRt.Widths(2, new int[] {2, 3, 3, 4}, new int[] {4, 3, 3, 2}))
              .build(new TrainedLayers(tf, variables, batchStatistics), randomPicture(tf));
      Operand<TFloat32> loss =
          tf.math.add(
              meanSquare(tf, prediction.get("log_depth")),
              meanSquare(tf, prediction.get("log_variance")));
      List<Variable> trained = variables.trained();
      Gradients gradients =
          Gradients.create(tf.scope(), loss, trained.stream().map(Variable::value).toList());
      try (Session session = new Session(graph)) {
        variables.initialise(session, SEED);
        Map<String, float[]> values = variables.read(session);
        List<float[]> analytics = fetchAll(session, gradients);
        for (int v = 0; v < trained.size(); v++) {
          float[] analytic = analytics.get(v);
          int steepest = steepest(analytic);
          double numeric = slope(session, variables, values, trained.get(v).name(), steepest, loss);
          // The step crosses kinks of ReLU and pooling; a gradient that is wrong is wrong by more.
          assertEquals(
              numeric,
              analytic[steepest],
              0.15 * Math.abs(numeric) + 2e-4,
              trained.get(v).name() + ", seed " + SEED);
        }
      }
    }
  }

  private static double slope(
      Session session,
      Variables variables,
      Map<String, float[]> values,
      String name,
      int element,
      Operand<TFloat32> loss) {
    float[] changed = Objects.requireNonNull(values.get(name));
    float original = changed[element];
    float step = 2e-3f;
    changed[element] = original + step;
    variables.restore(session, values);
    double above = fetch(session, loss)[0];
    changed[element] = original - step;
    variables.restore(session, values);
    double below = fetch(session, loss)[0];
    changed[element] = original;
    variables.restore(session, values);
    return (above - below) / (2 * step);
  }

  private static int steepest(float[] gradient) {
    int steepest = 0;
    for (int i = 1; i < gradient.length; i++) {
      if (Math.abs(gradient[i]) > Math.abs(gradient[steepest])) {
        steepest = i;
      }
    }
    return steepest;
  }

  private static Operand<TFloat32> meanSquare(Ops tf, Operand<TFloat32> x) {
    return tf.math.mean(tf.math.square(x), tf.constant(new int[] {0, 1, 2}));
  }

  private static SampleTensors randomPicture(Ops tf) {
    Random random = new Random(SEED);
    float[] values = new float[2 * 16 * 32 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = 255 * random.nextFloat();
    }
    return sample(tf, tf.reshape(tf.constant(values), tf.constant(new int[] {2, 16, 32, 3})));
  }

  private static float[] fetch(Session session, Operand<?> output) {
    return fetchAll(session, List.of(output)).get(0);
  }

  /** In one run: each new set of outputs would cost a new optimisation of the graph. */
  private static List<float[]> fetchAll(Session session, Iterable<? extends Operand<?>> outputs) {
    Session.Runner runner = session.runner();
    outputs.forEach(runner::fetch);
    List<float[]> all = new ArrayList<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < result.size(); i++) {
        float[] values = new float[(int) Math.max(1, result.get(i).shape().size())];
        result.get(i).asRawTensor().data().asFloats().read(values);
        all.add(values);
      }
    }
    return all;
  }

  @Test
  void widthsAreChecked() {
    int[] four = {1, 2, 3, 4};
    assertThrows(IllegalArgumentException.class, () -> new UnetRt.Widths(0, four, four));
    assertThrows(
        IllegalArgumentException.class, () -> new UnetRt.Widths(1, new int[] {1, 2}, four));
    assertThrows(
        IllegalArgumentException.class, () -> new UnetRt.Widths(1, four, new int[] {1, 2, -3, 4}));
  }

  @Test
  void isFoundByItsNameAndOtherNamesAreRefusedWithTheListOfThem() {
    assertEquals("unet_rt", Networks.named("unet_rt").network().name());
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Networks.named("unet_tr"));
    assertEquals(
        "no network is called unet_tr; there are " + String.join(", ", Networks.names()),
        refusal.getMessage());
  }

  private static SampleTensors picture(Ops tf, long height, long width) {
    return sample(
        tf, tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2, height, width, 3))));
  }

  private static SampleTensors sample(Ops tf, Operand<TFloat32> image) {
    return new SampleTensors(tf, Map.of(Field.IMAGE, image), null);
  }
}
