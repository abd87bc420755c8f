package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class SoftArgminTest {
  private static final int HYPOTHESES = 24;
  private static final Shape COST = Shape.of(2, 3, 4, HYPOTHESES);

  @Test
  void givesMeanAndVarianceOfTheSoftmaxEvenInMixedPrecision() {
    double[] cost = DoubleGraph.random(COST, 1, -4, 4);
    double[] expected = new double[2 * cost.length / HYPOTHESES];
    for (int pixel = 0; pixel < expected.length / 2; pixel++) {
      double total = 0;
      double first = 0;
      double second = 0;
      for (int d = 0; d < HYPOTHESES; d++) {
        double weight = Math.exp(-(float) cost[pixel * HYPOTHESES + d]);
        double value = 100 + 0.5 * d;
        total += weight;
        first += weight * value;
        second += weight * value * value;
      }
      expected[2 * pixel] = first / total;
      expected[2 * pixel + 1] = second / total - first / total * (first / total);
    }
    try (DoubleGraph graph = DoubleGraph.inMixedPrecision(List.of(COST), SoftArgminTest::moments)) {
      // The cost is float32, the moments are not: bfloat16 would be off by a quarter.
      assertArrayEquals(expected, graph.output(cost), 1e-6, "seed 1");
    }
  }

  @Test
  void hasGradients() {
    double[] cost = DoubleGraph.random(COST, 2, -1, 1);
    try (DoubleGraph graph = new DoubleGraph(List.of(COST), SoftArgminTest::moments)) {
      // The step of 1/64 is exact in float32; its square is the error of finite differences.
      for (int i = 0; i < cost.length; i++) {
        cost[i] = Math.round(cost[i] * 1024) / 1024.0;
      }
      graph.assertGradientsAreFiniteDifferences(1.0 / 64, 5e-3, cost);
    }
  }

  @Test
  void wantsAHypothesisForEachCost() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> cost =
          new FrozenLayers(tf, Map.of())
              .relu(tf.placeholder(TFloat32.class, Placeholder.shape(COST)));
      assertThrows(
          IllegalArgumentException.class, () -> SoftArgmin.of(tf, cost, new double[] {1, 2}));
    }
  }

  private static Operand<TFloat64> moments(Ops tf, List<? extends Operand<TFloat64>> in) {
    SoftArgmin.Moments moments =
        SoftArgmin.of(tf, tf.dtypes.cast(in.get(0), TFloat32.class), 100, 0.5);
    return tf.stack(List.of(moments.mean(), moments.variance()), Stack.axis(3L));
  }
}
