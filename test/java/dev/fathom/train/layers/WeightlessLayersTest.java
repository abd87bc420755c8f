package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class WeightlessLayersTest {
  private static final float TOLERANCE = 1e-5f;

  static Stream<Arguments> activations() {
    return Stream.of(
        activation("relu", Layers::relu, x -> Math.max(0, x)),
        activation("relu6", Layers::relu6, x -> Math.min(6, Math.max(0, x))),
        activation("leaky relu", (l, x) -> l.leakyRelu(x, 0.1), x -> x > 0 ? x : 0.1 * x),
        activation("elu", Layers::elu, x -> x > 0 ? x : Math.expm1(x)),
        activation("sigmoid", Layers::sigmoid, x -> 1 / (1 + Math.exp(-x))),
        activation("tanh", Layers::tanh, Math::tanh),
        activation("softplus", Layers::softplus, x -> Math.log1p(Math.exp(x))),
        activation("hard sigmoid", Layers::hardSigmoid, WeightlessLayersTest::hardSigmoid),
        activation("hard swish", Layers::hardSwish, x -> x * hardSigmoid(x)),
        activation("scale", (l, x) -> l.scale(x, -0.3), x -> -0.3 * x));
  }

  private static Arguments activation(
      String name,
      BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> layer,
      DoubleUnaryOperator expected) {
    return Arguments.of(name, layer, expected);
  }

  private static double hardSigmoid(double x) {
    return x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 0.5;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void activationsFollowTheirFormulas(
      String name,
      BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> layer,
      DoubleUnaryOperator expected) {
    float[] x = {-7, -3, -2.5f, -1, -0.1f, 0, 0.1f, 1, 2.5f, 3, 5, 7};
    float[] y = LayerRun.values(Shape.of(1, 3, 4, 1), x, layer);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected.applyAsDouble(x[i]), y[i], TOLERANCE, name + " of " + x[i]);
    }
  }

  private static final float[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final Shape NINE = Shape.of(1, 3, 3, 1);

  @Test
  void poolsOfAnyWindowReachOverTheBorder() {
    // Windows of 3 at stride 2 on 3 pixels stand on the first and the last one.
    assertArrayEquals(
        new float[] {5, 6, 8, 9},
        LayerRun.values(NINE, ONE_TO_NINE, (l, x) -> l.maxPool(x, 3, 2)),
        TOLERANCE);
    assertArrayEquals(
        new float[] {3, 4, 6, 7},
        LayerRun.values(NINE, ONE_TO_NINE, (l, x) -> l.averagePool(x, 3, 2)),
        TOLERANCE);
  }

  @Test
  void globalAveragesKeepOrDropTheirSides() {
    float[] x = {1, 10, 2, 20, 6, 60};
    Shape shape = Shape.of(1, 3, 1, 2);
    LayerRun.Output map = LayerRun.of(shape, x, Layers::globalAverage);
    LayerRun.Output vector = LayerRun.of(shape, x, Layers::globalAverageVector);
    assertEquals(Shape.of(1, 1, 1, 2), map.shape());
    assertEquals(Shape.of(1, 2), vector.shape());
    assertArrayEquals(new float[] {3, 30}, map.values(), TOLERANCE);
    assertArrayEquals(new float[] {3, 30}, vector.values(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("grids")
  void gridAveragesWeighPixelsByTheAreaInTheCell(int rows, int columns) {
    Shape shape = Shape.of(2, 5, 7, 3);
    float[] x = LayerRun.random(shape, 4);
    LayerRun.Output output = LayerRun.of(shape, x, (l, y) -> l.gridAverage(y, rows, columns));
    assertEquals(Shape.of(2, rows, columns, 3), output.shape());
    for (int i = 0; i < output.values().length; i++) {
      int channel = i % 3;
      int column = i / 3 % columns;
      int row = i / 3 / columns % rows;
      int n = i / 3 / columns / rows;
      double sum = 0;
      for (int h = 0; h < 5; h++) {
        for (int w = 0; w < 7; w++) {
          sum +=
              share(h, row, rows, 5)
                  * share(w, column, columns, 7)
                  * x[((n * 5 + h) * 7 + w) * 3 + channel];
        }
      }
      assertEquals(sum, output.values()[i], TOLERANCE, "element " + i + ", seed 4");
    }
  }

  static Stream<Arguments> grids() {
    return Stream.of(
        Arguments.of(1, 1), Arguments.of(2, 3), Arguments.of(5, 7), Arguments.of(6, 9));
  }

  /** Share of pixel {@code p} in the mean of a cell, by a hundred thin strips. */
  private static double share(int p, int cell, int cells, int side) {
    int strips = side * cells;
    int inside = 0;
    for (int s = 0; s < strips; s++) {
      // A strip is 1/cells of a pixel and 1/side of a cell: it lies in one of either.
      if (s / cells == p && s / side == cell) {
        inside++;
      }
    }
    return (double) inside / side;
  }

  @Test
  void nearestRepeatsPixels() {
    assertArrayEquals(
        new float[] {1, 1, 3, 3, 1, 1, 3, 3},
        LayerRun.values(Shape.of(1, 1, 2, 1), new float[] {1, 3}, Layers::nearest2),
        TOLERANCE);
  }

  @Test
  void unpoolingLeavesZerosBetween() {
    assertArrayEquals(
        new float[] {1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        LayerRun.values(Shape.of(1, 1, 2, 2), new float[] {1, 2, 3, 4}, Layers::unpool2),
        TOLERANCE);
  }

  @Test
  void resizingInterpolatesBetweenPixelCentres() {
    // Four centres at a quarter and three quarters of either pixel; the border repeats.
    float[] expected = {1, 1.5f, 2.5f, 3};
    Shape shape = Shape.of(1, 1, 2, 1);
    float[] x = {1, 3};
    assertArrayEquals(expected, LayerRun.values(shape, x, (l, y) -> l.resize(y, 1, 4)), TOLERANCE);
    assertArrayEquals(
        expected,
        LayerRun.values(shape, x, (l, y) -> l.resizeLike(y, l.pad(y, Padding.zeros(0, 0, 1, 1)))),
        TOLERANCE);
  }

  @Test
  void pixelShuffleTakesChannelsRowByRowAndBack() {
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    Shape shape = Shape.of(1, 1, 2, 4);
    assertArrayEquals(
        new float[] {1, 2, 5, 6, 3, 4, 7, 8},
        LayerRun.values(shape, x, (l, y) -> l.depthToSpace(y, 2)),
        TOLERANCE);
    assertArrayEquals(
        x, LayerRun.values(shape, x, (l, y) -> l.spaceToDepth(l.depthToSpace(y, 2), 2)), TOLERANCE);
  }

  @Test
  void bordersAreZerosOrMirrored() {
    Shape shape = Shape.of(1, 1, 3, 1);
    float[] x = {1, 2, 3};
    assertArrayEquals(
        new float[] {0, 1, 2, 3, 0, 0},
        LayerRun.values(shape, x, (l, y) -> l.pad(y, Padding.zeros(0, 0, 1, 2))),
        TOLERANCE);
    assertArrayEquals(
        new float[] {3, 2, 1, 2, 3, 2},
        LayerRun.values(
            shape, x, (l, y) -> l.pad(y, new Padding(Padding.Mode.REFLECTED, 0, 0, 2, 1))),
        TOLERANCE);
  }

  @Test
  void channelsAreCutAndJoined() {
    Shape shape = Shape.of(1, 1, 2, 4);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    assertArrayEquals(
        new float[] {2, 3, 6, 7},
        LayerRun.values(shape, x, (l, y) -> l.channels(y, 1, 2)),
        TOLERANCE);
    assertArrayEquals(
        new float[] {3, 4, 1, 2, 3, 4, 7, 8, 5, 6, 7, 8},
        LayerRun.values(
            shape,
            x,
            (l, y) -> {
              List<Operand<TFloat32>> halves = l.split(y, 2);
              return l.concat(List.of(halves.get(1), halves.get(0), halves.get(1)));
            }),
        TOLERANCE);
    assertArrayEquals(
        new float[] {3, 8, 35, 48},
        LayerRun.values(shape, x, (l, y) -> l.mul(l.channels(y, 0, 2), l.channels(y, 2, 2))),
        TOLERANCE);
  }
}
