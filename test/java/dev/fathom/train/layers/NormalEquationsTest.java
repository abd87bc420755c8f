package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class NormalEquationsTest {
  private static final int BATCH = 3;
  private static final int N = 4;
  private static final Shape MATRICES = Shape.of(BATCH, N, N);
  private static final Shape VECTORS = Shape.of(BATCH, N);

  /** AᵀA + I of random A: symmetric and positive definite. */
  private static double[] matrices(long seed) {
    double[] a = DoubleGraph.random(MATRICES, seed, -2, 2);
    double[] h = new double[a.length];
    for (int m = 0; m < BATCH; m++) {
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
          double sum = i == j ? 1 : 0;
          for (int k = 0; k < N; k++) {
            sum += a[(m * N + k) * N + i] * a[(m * N + k) * N + j];
          }
          h[(m * N + i) * N + j] = sum;
        }
      }
    }
    return h;
  }

  @Test
  void theSolutionSolvesAndHasAGradient() {
    double[] h = matrices(1);
    double[] x = DoubleGraph.random(VECTORS, 2, -1, 1);
    double[] b = new double[x.length];
    for (int row = 0; row < BATCH * N; row++) {
      for (int k = 0; k < N; k++) {
        b[row] += h[row * N + k] * x[row / N * N + k];
      }
    }
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(MATRICES, VECTORS),
            (tf, in) -> NormalEquations.solve(tf, in.get(0), in.get(1), N).solution())) {
      assertArrayEquals(x, graph.output(h, b), 1e-10, "seeds 1 and 2");
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-6, h, b);
    }
  }

  @Test
  void theInverseIsTheInverse() {
    double[] h = matrices(3);
    double[] inverse;
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(MATRICES, VECTORS),
            (tf, in) -> NormalEquations.solve(tf, in.get(0), in.get(1), N).inverse())) {
      inverse = graph.output(h, new double[BATCH * N]);
    }
    for (int row = 0; row < BATCH * N; row++) {
      for (int j = 0; j < N; j++) {
        double sum = 0;
        for (int k = 0; k < N; k++) {
          sum += h[row * N + k] * inverse[(row / N * N + k) * N + j];
        }
        assertEquals(row % N == j ? 1 : 0, sum, 1e-10, "seed 3");
      }
    }
  }
}
