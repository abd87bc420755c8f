package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network on one random input, whose loss is its output weighed by random numbers and summed: the
 * loss is then linear wherever the network is, and finite differences may take large steps.
 */
final class WeightedGraph implements AutoCloseable {
  private static final long SEED = 17;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Variables variables = new Variables(tf);
  private final Variables.Variable input;
  private final Operand<TFloat32> output;
  private final Session session;
  private final Operand<TFloat32> loss;
  private final Shape outputShape;

  /**
   * @param known whether the network is built knowing its input's count, height and width
   */
  WeightedGraph(
      Shape shape,
      boolean known,
      BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> network) {
    // The input is a variable too, so that its gradient is tested like the others'.
    input = variables.get("input", Variables.Kind.TRAINED, shape, Variables.normal(1));
    Operand<TFloat32> x = known ? input.value() : forget(input.value(), shape);
    output = network.apply(new TrainedLayers(tf, variables, false), x);
    session = new Session(graph, unoptimised());
    variables.initialise(session, SEED);
    randomiseStatistics();
    outputShape = shapeWhenRun();
    float[] random = Variables.normal(1).values((int) outputShape.size(), new Random(SEED));
    Operand<TFloat32> weighed =
        tf.math.mul(tf.reshape(output, tf.constant(new int[] {-1})), tf.constant(random));
    loss = tf.sum(weighed, tf.constant(0));
  }

  /** The same values, their count and sides unknown while the graph is built. */
  private Operand<TFloat32> forget(Operand<TFloat32> x, Shape shape) {
    int last = shape.numDimensions() - 1;
    int[] sides = new int[last];
    for (int i = 0; i < last; i++) {
      sides[i] = (int) shape.get(i);
    }
    Operand<TInt32> unknown = tf.placeholderWithDefault(tf.constant(sides), Shape.of(last));
    Operand<TInt32> channels = tf.constant(new int[] {(int) shape.get(last)});
    return tf.reshape(x, tf.concat(List.of(unknown, channels), tf.constant(0)));
  }

  /** Optimising a graph that runs a few times costs more than it saves. */
  private static ConfigProto unoptimised() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  private void randomiseStatistics() {
    Map<String, float[]> values = new LinkedHashMap<>(variables.read(session));
    Random random = new Random(SEED);
    values.replaceAll(
        (name, old) -> {
          float[] changed = old.clone();
          for (int i = 0; i < changed.length; i++) {
            if (name.endsWith(".variance")) {
              changed[i] = 0.3f + random.nextFloat();
            } else if (name.matches(".*\\.(scale|shift|mean|bias)")) {
              changed[i] = (float) (0.5 + 0.5 * random.nextGaussian());
            }
          }
          return changed;
        });
    variables.restore(session, values);
  }

  private Shape shapeWhenRun() {
    try (Result result = session.runner().fetch(output).run()) {
      return result.get(0).shape();
    }
  }

  Variables variables() {
    return variables;
  }

  Shape builtShape() {
    return output.shape();
  }

  Shape outputShape() {
    return outputShape;
  }

  float[] output() {
    return fetch(List.of(output)).get(0);
  }

  /** The same network on constants gives the same values. */
  float[] frozenOutput(BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> network) {
    Map<String, float[]> values = variables.read(session);
    try (Graph frozen = new Graph()) {
      Ops ops = Ops.create(frozen);
      Placeholder<TFloat32> x =
          ops.placeholder(TFloat32.class, Placeholder.shape(input.value().shape()));
      Operand<TFloat32> y = network.apply(new FrozenLayers(ops, values), x);
      try (Session frozenSession = new Session(frozen);
          TFloat32 fed = tensor(input.shape(), values.getOrDefault("input", new float[0]));
          Result result = frozenSession.runner().feed(x, fed).fetch(y).run()) {
        return floats(result, 0);
      }
    }
  }

  /** Checks some elements of every variable's gradient, that of the input among them. */
  void assertGradientsAreFiniteDifferences(float step, double tolerance) {
    List<Variables.Variable> trained = variables.trained();
    List<float[]> analytic =
        fetch(
            List.copyOf(
                tf.gradients(loss, trained.stream().map(Variables.Variable::value).toList()).dy()));
    Map<String, float[]> values = variables.read(session);
    Random random = new Random(SEED);
    for (int v = 0; v < trained.size(); v++) {
      String name = trained.get(v).name();
      float[] gradient = analytic.get(v);
      double size = 1e-3;
      for (float g : gradient) {
        size = Math.max(size, Math.abs(g));
      }
      for (int trial = 0; trial < 4; trial++) {
        int i = random.nextInt(gradient.length);
        double behind = slope(values, name, i, -step);
        double ahead = slope(values, name, i, step);
        // A kink on one side leaves the slope of the other.
        boolean isBehind = Math.abs(behind - gradient[i]) < Math.abs(ahead - gradient[i]);
        assertEquals(
            isBehind ? behind : ahead,
            gradient[i],
            tolerance * size,
            name + "[" + i + "], seed " + SEED);
      }
    }
  }

  private double slope(Map<String, float[]> values, String name, int element, float step) {
    Map<String, float[]> moved = new LinkedHashMap<>(values);
    float[] changed = values.getOrDefault(name, new float[0]).clone();
    moved.put(name, changed);
    changed[element] += step;
    variables.restore(session, moved);
    double there = fetch(List.of(loss)).get(0)[0];
    variables.restore(session, values);
    double here = fetch(List.of(loss)).get(0)[0];
    return (there - here) / step;
  }

  private List<float[]> fetch(List<? extends Operand<?>> outputs) {
    Session.Runner runner = session.runner();
    outputs.forEach(runner::fetch);
    List<float[]> all = new ArrayList<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < result.size(); i++) {
        all.add(floats(result, i));
      }
    }
    return all;
  }

  private static TFloat32 tensor(Shape shape, float[] values) {
    return Tensor.of(TFloat32.class, shape, t -> t.asRawTensor().data().asFloats().write(values));
  }

  private static float[] floats(Result result, int index) {
    float[] values = new float[(int) Math.max(1, result.get(index).shape().size())];
    result.get(index).asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
