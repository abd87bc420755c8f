package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class PoseMatrixTest {
  private static final Shape SIX = Shape.of(3, 6);

  @Test
  void eulerAnglesTurnAboutZThenYThenX() {
    double[] six = DoubleGraph.random(SIX, 1, -3, 3);
    double[] expected = new double[3 * 16];
    for (int n = 0; n < 3; n++) {
      double[][] r =
          product(
              axisTurn(0, six[6 * n + 3]),
              product(axisTurn(1, six[6 * n + 4]), axisTurn(2, six[6 * n + 5])));
      place(r, six, n, expected);
    }
    try (DoubleGraph graph = graph(PoseMatrix::fromEuler)) {
      assertArrayEquals(expected, graph.output(six), 1e-12, "seed 1");
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-8, six);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 1e-3, 1e-7, 0})
  void rotationVectorsAreTheMatrixExponential(double size) {
    double[] six = DoubleGraph.random(SIX, 2, -1, 1);
    double[] expected = new double[3 * 16];
    for (int n = 0; n < 3; n++) {
      for (int i = 3; i < 6; i++) {
        six[6 * n + i] *= size;
      }
      double x = six[6 * n + 3];
      double y = six[6 * n + 4];
      double z = six[6 * n + 5];
      place(exponential(new double[][] {{0, -z, y}, {z, 0, -x}, {-y, x, 0}}), six, n, expected);
    }
    try (DoubleGraph graph = graph(PoseMatrix::fromRotationVector)) {
      assertArrayEquals(expected, graph.output(six), 1e-12, "seed 2");
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-8, six);
    }
  }

  @Test
  void inverseAndTransformTakePointsThereAndBack() {
    double[] six = DoubleGraph.random(SIX, 3, -2, 2);
    Shape shape = Shape.of(3, 4, 2, 3);
    double[] points = DoubleGraph.random(shape, 4, -5, 5);
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(SIX, shape),
            (tf, in) -> {
              Operand<TFloat64> pose = PoseMatrix.fromRotationVector(tf, in.get(0));
              Operand<TFloat64> there = PoseMatrix.transform(tf, pose, in.get(1));
              return PoseMatrix.transform(tf, PoseMatrix.inverse(tf, pose), there);
            })) {
      assertArrayEquals(points, graph.output(six, points), 1e-12, "seeds 3 and 4");
    }
  }

  @Test
  void transformIsTheMatrixTimesThePointAndComposesInOrder() {
    // A quarter turn about z and a step along x; then the same again.
    double[] six = {1, 0, 0, 0, 0, Math.PI / 2};
    double[] point = {2, 3, 4};
    BiFunction<Ops, List<? extends Operand<TFloat64>>, Operand<TFloat64>> once =
        (tf, in) ->
            PoseMatrix.transform(tf, PoseMatrix.fromRotationVector(tf, in.get(0)), in.get(1));
    BiFunction<Ops, List<? extends Operand<TFloat64>>, Operand<TFloat64>> lifted =
        (tf, in) -> {
          Operand<TFloat64> turn = PoseMatrix.fromRotationVector(tf, in.get(0));
          Operand<TFloat64> lift =
              PoseMatrix.fromEuler(tf, tf.constant(new double[][] {{0, 0, 7, 0, 0, 0}}));
          Operand<TFloat64> aside =
              PoseMatrix.fromEuler(tf, tf.constant(new double[][] {{5, 0, 0, 0, 0, 0}}));
          return PoseMatrix.transform(
              tf, PoseMatrix.compose(tf, lift, PoseMatrix.compose(tf, turn, aside)), in.get(1));
        };
    List<Shape> shapes = List.of(Shape.of(1, 6), Shape.of(1, 1, 1, 3));
    try (DoubleGraph graph = new DoubleGraph(shapes, once);
        DoubleGraph composed = new DoubleGraph(shapes, lifted)) {
      assertArrayEquals(new double[] {-2, 2, 4}, graph.output(six, point), 1e-12);
      assertArrayEquals(new double[] {-2, 7, 11}, composed.output(six, point), 1e-12);
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-8, six, point);
    }
  }

  private static DoubleGraph graph(BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> matrix) {
    return new DoubleGraph(List.of(SIX), (tf, in) -> matrix.apply(tf, in.get(0)));
  }

  private static void place(double[][] rotation, double[] six, int n, double[] out) {
    for (int row = 0; row < 3; row++) {
      System.arraycopy(rotation[row], 0, out, 16 * n + 4 * row, 3);
      out[16 * n + 4 * row + 3] = six[6 * n + row];
    }
    out[16 * n + 15] = 1;
  }

  private static double[][] axisTurn(int axis, double angle) {
    int a = (axis + 1) % 3;
    int b = (axis + 2) % 3;
    double[][] turn = new double[3][3];
    turn[axis][axis] = 1;
    turn[a][a] = Math.cos(angle);
    turn[a][b] = -Math.sin(angle);
    turn[b][a] = Math.sin(angle);
    turn[b][b] = Math.cos(angle);
    return turn;
  }

  private static double[][] exponential(double[][] m) {
    double[][] sum = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double[][] term = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int k = 1; k < 40; k++) {
      term = product(term, m);
      for (int i = 0; i < 9; i++) {
        term[i / 3][i % 3] /= k;
        sum[i / 3][i % 3] += term[i / 3][i % 3];
      }
    }
    return sum;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[3][3];
    for (int i = 0; i < 27; i++) {
      c[i / 9][i / 3 % 3] += a[i / 9][i % 3] * b[i % 3][i / 3 % 3];
    }
    return c;
  }
}
