package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Every layer with weights: its shape, its gradients, and its frozen form. */
class WeightedLayersTest {
  /** float32 rounding of sums of some hundred products. */
  private static final double ROUNDING = 2e-5;

  /** A layer by a name that a failed test is found by. */
  record Case(
      String name, Shape out, BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> network) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Shape INPUT = Shape.of(2, 7, 6, 4);

  static Stream<Case> layers() {
    return Stream.of(
        conv("1×1", Shape.of(2, 7, 6, 3), ConvSpec.of(1, 3)),
        conv("3×5, stride 2", Shape.of(2, 4, 3, 3), ConvSpec.of(3, 5, 3).stride(2)),
        conv("normalised", Shape.of(2, 7, 6, 3), ConvSpec.of(3, 3).normalised()),
        conv("no ending", Shape.of(2, 7, 6, 3), ConvSpec.of(3, 3).ending(Ending.NONE)),
        conv("valid", Shape.of(2, 5, 4, 3), ConvSpec.of(3, 3).padding(Padding.VALID)),
        conv(
            "padded, stride 2",
            Shape.of(2, 4, 4, 3),
            ConvSpec.of(3, 3).stride(2).padding(Padding.zeros(1, 1, 2, 1))),
        conv("reflected", Shape.of(2, 7, 6, 3), ConvSpec.of(5, 3).padding(Padding.reflected(2))),
        conv("grouped", Shape.of(2, 7, 6, 6), ConvSpec.of(3, 6).groups(2).normalised()),
        conv("grouped, stride 2", Shape.of(2, 4, 3, 6), ConvSpec.of(3, 6).groups(2).stride(2)),
        conv("depthwise", Shape.of(2, 7, 6, 8), ConvSpec.of(3, 8).groups(4).normalised()),
        conv("depthwise, stride 2", Shape.of(2, 4, 3, 4), ConvSpec.of(5, 4).groups(4).stride(2)),
        conv("dilated", Shape.of(2, 7, 6, 3), ConvSpec.of(3, 3).dilation(2).normalised()),
        conv(
            "dilated, valid",
            Shape.of(2, 3, 2, 3),
            ConvSpec.of(3, 3).dilation(2).padding(Padding.VALID)),
        conv(
            "dilated, padded",
            Shape.of(2, 4, 5, 3),
            ConvSpec.of(3, 3).dilation(3).padding(Padding.zeros(1, 2, 2, 3))),
        conv(
            "dilated, reflected",
            Shape.of(2, 7, 6, 3),
            ConvSpec.of(3, 3).dilation(2).padding(Padding.reflected(2))),
        conv("dilated, grouped", Shape.of(2, 7, 6, 6), ConvSpec.of(3, 6).dilation(2).groups(2)),
        conv(
            "dilated, depthwise",
            Shape.of(2, 7, 6, 4),
            ConvSpec.of(3, 4).dilation(2).groups(4).normalised()),
        new Case(
            "transposed",
            Shape.of(2, 14, 12, 3),
            (l, x) -> l.transposed("t", x, ConvSpec.of(4, 3).stride(2))),
        new Case(
            "transposed, normalised",
            Shape.of(2, 14, 12, 3),
            (l, x) -> l.transposed("t", x, ConvSpec.of(3, 3).stride(2).normalised())),
        new Case("dense", Shape.of(2, 5), (l, x) -> l.dense("d", l.globalAverageVector(x), 5, 1)),
        new Case("unpooled", Shape.of(2, 14, 12, 3), (l, x) -> l.unpoolConvNormalised("u", x, 3)));
  }

  private static Case conv(String name, Shape out, ConvSpec spec) {
    return new Case(name, out, (layers, x) -> layers.conv("c", x, spec));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsAreFiniteDifferences(Case layer) {
    try (WeightedGraph graph = new WeightedGraph(INPUT, false, layer.network())) {
      assertEquals(layer.out(), graph.outputShape());
      // Linear in each value alone: the step may be large, and only rounding is left.
      graph.assertGradientsAreFiniteDifferences(0.5f, 1e-3);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void shapesAreKnownAsFarAsTheInputs(Case layer) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Layers layers = new TrainedLayers(tf, new Variables(tf), true);
      Shape known = layer.network().apply(layers, input(tf, INPUT)).shape();
      assertEquals(layer.out(), known);
      Shape unknown = layer.network().apply(layers, input(tf, Shape.of(-1, -1, -1, 4))).shape();
      int last = unknown.numDimensions() - 1;
      assertEquals(layer.out().get(last), unknown.get(last));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void frozenAndTrainedGiveTheSame(Case layer) {
    try (WeightedGraph graph = new WeightedGraph(INPUT, false, layer.network())) {
      assertArrayEquals(graph.output(), graph.frozenOutput(layer.network()), (float) ROUNDING);
    }
  }

  static Stream<Case> blocks() {
    return Stream.of(
        new Case("squeeze and excitation", INPUT, (l, x) -> l.squeezeExcite("s", x, 2)),
        new Case(
            "bottleneck",
            Shape.of(2, 4, 3, 6),
            (l, x) -> new ResidualBlock.Bottleneck(4, 6, 2, 2, 1).of(l, "b", x)),
        new Case(
            "dilated bottleneck",
            INPUT,
            (l, x) -> new ResidualBlock.Bottleneck(2, 4, 1, 1, 2).of(l, "b", x)),
        new Case(
            "basic block", Shape.of(2, 4, 3, 4), (l, x) -> ResidualBlock.basic(l, "b", x, 4, 2)),
        new Case(
            "inverted residual",
            INPUT,
            (l, x) -> new InvertedResidual(3, 8, 4, true, true, 1, 1).of(l, "i", x)),
        new Case(
            "inverted residual, stride 2",
            Shape.of(2, 4, 3, 3),
            (l, x) -> new InvertedResidual(5, 4, 3, false, false, 2, 1).of(l, "i", x)),
        new Case("up-projection", Shape.of(2, 14, 12, 3), (l, x) -> UpProjection.of(l, "u", x, 3)),
        new Case(
            "feature pyramid",
            Shape.of(2, 7, 6, 5),
            (l, x) ->
                FeaturePyramid.of(l, "f", List.of(x, l.maxPool(x, 3, 2), l.maxPool(x, 5, 4)), 5)
                    .get(0)),
        new Case(
            "pyramid pooling",
            Shape.of(2, 7, 6, 10),
            (l, x) -> PyramidPooling.of(l, "p", x, List.of(1, 2, 3), 2)));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void blocksHaveGradientsAndAreFrozen(Case block) {
    try (WeightedGraph graph = new WeightedGraph(INPUT, false, block.network())) {
      assertEquals(block.out(), graph.outputShape());
      // A small step crosses few kinks; float32 rounding of the loss over it is about 1e-3.
      graph.assertGradientsAreFiniteDifferences(4e-3f, 2e-2);
      assertArrayEquals(graph.output(), graph.frozenOutput(block.network()), (float) ROUNDING);
    }
  }

  @Test
  void theFastUpProjectionIsThePlainOne() {
    BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> fast =
        (l, x) -> UpProjection.of(l, "u", x, 3);
    BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> plain =
        (l, x) -> UpProjection.plain(l, "u", x, 3);
    try (WeightedGraph graph = new WeightedGraph(INPUT, false, fast)) {
      assertEquals(Shape.of(2, 14, 12, 3), graph.outputShape());
      assertArrayEquals(graph.output(), graph.frozenOutput(plain), (float) ROUNDING);
    }
  }

  @Test
  void encodersHaveTheParametersTheirPapersCount() {
    // Of torchvision's counts, 25,557,032 and 25,028,904, the classifier has 2,049,000.
    assertEquals(23_508_032, parameters((l, x) -> last(ResNetEncoder.RESNET50.of(l, "e", x))));
    assertEquals(22_979_904, parameters((l, x) -> last(ResNetEncoder.RESNEXT50.of(l, "e", x))));
    // MobileNetV3-Large has 5,483,032, of which the classifier's two layers 2,511,080.
    assertEquals(2_971_952, parameters(WeightedLayersTest::mobileNetV3Large));
  }

  private static Operand<TFloat32> mobileNetV3Large(Layers layers, Operand<TFloat32> image) {
    // Howard et al. 2019, table 1: kernel, expanded, channels, SE, hard swish, stride
    int[][] table = {
      {3, 16, 16, 0, 0, 1}, {3, 64, 24, 0, 0, 2}, {3, 72, 24, 0, 0, 1}, {5, 72, 40, 1, 0, 2},
      {5, 120, 40, 1, 0, 1}, {5, 120, 40, 1, 0, 1}, {3, 240, 80, 0, 1, 2}, {3, 200, 80, 0, 1, 1},
      {3, 184, 80, 0, 1, 1}, {3, 184, 80, 0, 1, 1}, {3, 480, 112, 1, 1, 1}, {3, 672, 112, 1, 1, 1},
      {5, 672, 160, 1, 1, 2}, {5, 960, 160, 1, 1, 1}, {5, 960, 160, 1, 1, 1}
    };
    Operand<TFloat32> x =
        layers.hardSwish(layers.conv("stem", image, ConvSpec.of(3, 16).stride(2).normalised()));
    for (int row = 0; row < table.length; row++) {
      int[] b = table[row];
      x =
          new InvertedResidual(b[0], b[1], b[2], b[3] == 1, b[4] == 1, b[5], 1)
              .of(layers, "block" + row, x);
    }
    return layers.hardSwish(layers.convNormalised("last", x, 1, 960));
  }

  @Test
  void encodersHalveFiveTimesOrKeepTheirSize() {
    ResNetEncoder small = new ResNetEncoder(List.of(1, 1, 2, 1), 4, 2, 2, 32);
    assertEquals(
        List.of(
            Shape.of(1, 29, 38, 4),
            Shape.of(1, 15, 19, 16),
            Shape.of(1, 8, 10, 32),
            Shape.of(1, 4, 5, 64),
            Shape.of(1, 2, 3, 128)),
        shapes(small));
    assertEquals(
        List.of(
            Shape.of(1, 29, 38, 4),
            Shape.of(1, 15, 19, 16),
            Shape.of(1, 8, 10, 32),
            Shape.of(1, 8, 10, 64),
            Shape.of(1, 8, 10, 128)),
        shapes(small.withOutputStride(8)));
    assertThrows(IllegalArgumentException.class, () -> small.withOutputStride(4));
  }

  private static List<Shape> shapes(ResNetEncoder encoder) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Layers layers = new TrainedLayers(tf, new Variables(tf), false);
      return encoder.of(layers, "e", input(tf, Shape.of(1, 57, 75, 3))).stream()
          .map(Operand::shape)
          .toList();
    }
  }

  private static Operand<TFloat32> last(List<Operand<TFloat32>> maps) {
    return maps.get(maps.size() - 1);
  }

  private static long parameters(BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> output =
          network.apply(new TrainedLayers(tf, variables, true), input(tf, Shape.of(-1, -1, -1, 3)));
      assertEquals(4, output.shape().numDimensions());
      return variables.parameterCount();
    }
  }

  @Test
  void firstWeightsSpreadAsTheirFanAsks() {
    // 3·3·(8/2) values meet in each output: a variance of 2/36.
    assertEquals(
        Math.sqrt(2.0 / 36), Kernel.convolution(ConvSpec.of(3, 4).groups(2), 8).deviation(), 1e-12);
    // 3·3·8/2 in and 3·3·4/2 out: a variance of 2/(36 + 18), and twice that root.
    assertEquals(
        2 * Math.sqrt(2.0 / 54),
        Kernel.convolution(ConvSpec.of(3, 4).groups(2).start(Start.GLOROT).gain(2), 8).deviation(),
        1e-12);
    assertEquals(
        Math.sqrt(2.0 / 9), Kernel.depthwise(ConvSpec.of(3, 8).groups(8), 8).deviation(), 1e-12);
    // Of 4·4 taps with stride 2, 4 meet in each output pixel, from 8 channels.
    assertEquals(
        Math.sqrt(2.0 / 32), Kernel.transposed(ConvSpec.of(4, 4).stride(2), 8).deviation(), 1e-12);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ConvSpec.of(0, 3));
    assertThrows(IllegalArgumentException.class, () -> ConvSpec.of(3, 5).groups(2));
    assertThrows(IllegalArgumentException.class, () -> ConvSpec.of(3, 5).stride(2).dilation(2));
    assertThrows(IllegalArgumentException.class, () -> ConvSpec.of(3, 5).gain(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Padding.zeros(-1));
    assertThrows(IllegalArgumentException.class, () -> new Padding(Padding.Mode.SAME, 1, 0, 0, 0));
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Layers layers = new FrozenLayers(tf, Map.of("c.weights", new float[3]));
      Operand<TFloat32> x = input(tf, INPUT);
      assertThrows(
          IllegalArgumentException.class, () -> layers.conv("c", x, ConvSpec.of(1, 3).groups(3)));
      assertThrows(
          IllegalArgumentException.class,
          () -> layers.transposed("c", x, ConvSpec.of(3, 4).groups(2)));
      assertThrows(IllegalArgumentException.class, () -> layers.conv("c", x, 1, 3));
      assertThrows(IllegalArgumentException.class, () -> layers.conv("d", x, 1, 3));
    }
  }

  private static Placeholder<TFloat32> input(Ops tf, Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }
}
