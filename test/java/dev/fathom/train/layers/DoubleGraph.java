package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
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
import org.tensorflow.types.TFloat64;

/** A function of float64 tensors whose sides are unknown while it is built. */
final class DoubleGraph implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final List<Shape> shapes;
  private final List<Placeholder<TFloat64>> inputs = new ArrayList<>();
  private final Operand<TFloat64> output;
  private final Operand<TFloat64> loss;
  private final List<Operand<?>> gradients = new ArrayList<>();

  DoubleGraph(
      List<Shape> shapes,
      BiFunction<Ops, List<? extends Operand<TFloat64>>, Operand<TFloat64>> function) {
    this(shapes, function, unoptimised());
  }

  /** In mixed precision, as in training: what must not be rounded is seen not to be. */
  static DoubleGraph inMixedPrecision(
      List<Shape> shapes,
      BiFunction<Ops, List<? extends Operand<TFloat64>>, Operand<TFloat64>> function) {
    return new DoubleGraph(shapes, function, mixedPrecision());
  }

  private DoubleGraph(
      List<Shape> shapes,
      BiFunction<Ops, List<? extends Operand<TFloat64>>, Operand<TFloat64>> function,
      RewriterConfig rewriter) {
    this.shapes = shapes;
    Ops tf = Ops.create(graph);
    for (Shape shape : shapes) {
      long[] sides = shape.asArray();
      for (int i = 0; i + 1 < sides.length; i++) {
        sides[i] = -1;
      }
      inputs.add(tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(sides))));
    }
    output = function.apply(tf, inputs);
    // Weights that differ from element to element, so that no error cancels.
    Operand<TFloat64> flat = tf.reshape(output, tf.constant(new int[] {-1}));
    Operand<TFloat64> count =
        tf.dtypes.cast(tf.range(tf.constant(0), tf.size(flat), tf.constant(1)), TFloat64.class);
    Operand<TFloat64> weights = tf.math.cos(tf.math.mul(tf.math.square(count), tf.constant(0.7)));
    loss = tf.reduceSum(tf.math.mul(flat, weights), tf.constant(0));
    gradients.addAll(tf.gradients(loss, inputs).dy());
    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
                .setInterOpParallelismThreads(1)
                .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter))
                .build());
  }

  /** Optimising a graph that runs a few times costs more than it saves. */
  private static RewriterConfig unoptimised() {
    return RewriterConfig.newBuilder().setDisableMetaOptimizer(true).build();
  }

  private static RewriterConfig mixedPrecision() {
    return RewriterConfig.newBuilder()
        .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON)
        .build();
  }

  static double[] random(Shape shape, long seed, double low, double high) {
    Random random = new Random(seed);
    double[] values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * random.nextDouble();
    }
    return values;
  }

  double[] output(double[]... values) {
    return run(List.of(output), values).get(0);
  }

  List<double[]> gradients(double[]... values) {
    return run(gradients, values);
  }

  void assertGradientsAreFiniteDifferences(double step, double tolerance, double[]... values) {
    List<double[]> analytic = run(gradients, values);
    Random random = new Random(3);
    for (int input = 0; input < values.length; input++) {
      for (int trial = 0; trial < 12; trial++) {
        int element = random.nextInt(values[input].length);
        double original = values[input][element];
        values[input][element] = original + step;
        double above = run(List.of(loss), values).get(0)[0];
        values[input][element] = original - step;
        double below = run(List.of(loss), values).get(0)[0];
        values[input][element] = original;
        double numeric = (above - below) / (2 * step);
        assertEquals(
            numeric,
            analytic.get(input)[element],
            tolerance * Math.max(1, Math.abs(numeric)),
            "input " + input + ", element " + element);
      }
    }
  }

  private List<double[]> run(List<? extends Operand<?>> fetches, double[][] values) {
    Session.Runner runner = session.runner();
    fetches.forEach(runner::fetch);
    List<TFloat64> fed = new ArrayList<>();
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double[] data = values[i];
      TFloat64 tensor =
          Tensor.of(
              TFloat64.class, shapes.get(i), t -> t.asRawTensor().data().asDoubles().write(data));
      fed.add(tensor);
      runner.feed(inputs.get(i), tensor);
    }
    try (Result result = runner.run()) {
      for (int i = 0; i < result.size(); i++) {
        double[] copy = new double[(int) Math.max(1, result.get(i).shape().size())];
        result.get(i).asRawTensor().data().asDoubles().read(copy);
        all.add(copy);
      }
    } finally {
      fed.forEach(TFloat64::close);
    }
    return all;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
