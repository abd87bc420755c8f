package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat64;

/** A loss of one float64 input, its gradient, and the gradient by finite differences. */
final class LossGraph implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Shape shape;
  private final Placeholder<TFloat64> input;
  private final Operand<TFloat64> loss;
  private final Operand<?> gradient;

  LossGraph(Shape shape, BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> loss) {
    this.shape = shape;
    Ops tf = Ops.create(graph);
    input = tf.placeholder(TFloat64.class, Placeholder.shape(shape));
    this.loss = loss.apply(tf, input);
    gradient = Gradients.create(tf.scope(), this.loss, List.of(input)).dy(0);
    session = new Session(graph, config());
  }

  static Operand<TFloat64> constant(Ops tf, Shape shape, double[] values) {
    return tf.reshape(tf.constant(values), tf.constant(shape.asArray()));
  }

  /** What a graph without input gives. */
  static double[] values(Function<Ops, Operand<TFloat64>> of) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, config());
        Result result = session.runner().fetch(of.apply(Ops.create(graph))).run()) {
      double[] values = new double[(int) Math.max(1, result.get(0).shape().size())];
      result.get(0).asRawTensor().data().asDoubles().read(values);
      return values;
    }
  }

  /** Optimising a graph that runs a few times costs more than it saves. */
  private static ConfigProto config() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  double loss(double[] x) {
    return run(loss, x)[0];
  }

  double[] gradient(double[] x) {
    return run(gradient, x);
  }

  void assertGradientMatchesFiniteDifferences(double[] x, double step, double tolerance) {
    double[] analytic = run(gradient, x);
    for (int i = 0; i < x.length; i++) {
      double[] moved = x.clone();
      moved[i] = x[i] + step;
      double above = loss(moved);
      moved[i] = x[i] - step;
      double below = loss(moved);
      assertEquals((above - below) / (2 * step), analytic[i], tolerance, "element " + i);
    }
  }

  private double[] run(Operand<?> fetch, double[] x) {
    try (TFloat64 fed =
            Tensor.of(TFloat64.class, shape, t -> t.asRawTensor().data().asDoubles().write(x));
        Result result = session.runner().feed(input, fed).fetch(fetch).run()) {
      double[] values = new double[(int) Math.max(1, result.get(0).shape().size())];
      result.get(0).asRawTensor().data().asDoubles().read(values);
      return values;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
