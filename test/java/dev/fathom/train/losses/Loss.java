package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** A loss of a prediction, with everything else held: what the tests of losses ask of it. */
record Loss(Shape shape, BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> of) {

  /** A loss of a prediction and a truth of the same shape. */
  static Loss against(Shape shape, double[] truth, Compared compared) {
    return new Loss(shape, (tf, p) -> compared.of(tf, p, LossGraph.constant(tf, shape, truth)));
  }

  /** How a prediction is compared with its truth. */
  interface Compared {
    Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth);
  }

  double at(double... x) {
    try (LossGraph graph = new LossGraph(shape, of)) {
      return graph.loss(x);
    }
  }

  double[] gradientAt(double... x) {
    try (LossGraph graph = new LossGraph(shape, of)) {
      return graph.gradient(x);
    }
  }

  void assertGradientAt(double... x) {
    try (LossGraph graph = new LossGraph(shape, of)) {
      graph.assertGradientMatchesFiniteDifferences(x, 1e-6, 1e-6);
    }
  }

  /** Loss and gradient are finite, and 0 is the gradient of the elements given. */
  void assertBlindTo(double[] x, int... elements) {
    try (LossGraph graph = new LossGraph(shape, of)) {
      assertTrue(Double.isFinite(graph.loss(x)), "loss " + graph.loss(x));
      double[] gradient = graph.gradient(x);
      for (double g : gradient) {
        assertTrue(Double.isFinite(g), "gradient " + g);
      }
      for (int element : elements) {
        assertEquals(0, Math.abs(gradient[element]), "element " + element);
      }
    }
  }

  /** No prediction near {@code least} has a smaller loss. */
  void assertLeastAt(double[] least, long seed) {
    try (LossGraph graph = new LossGraph(shape, of)) {
      double there = graph.loss(least);
      Random random = new Random(seed);
      for (int trial = 0; trial < 20; trial++) {
        double[] moved = least.clone();
        for (int i = 0; i < moved.length; i++) {
          moved[i] += 0.05 * random.nextGaussian();
        }
        assertTrue(graph.loss(moved) > there, "seed " + seed + ", trial " + trial);
      }
    }
  }

  static double[] random(long seed, int size) {
    return new Random(seed).doubles(size, 0.1, 1).toArray();
  }
}
