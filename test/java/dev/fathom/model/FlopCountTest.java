package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.NodeOutput;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.StepStats;
import org.tensorflow.proto.TensorDescription;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/** Counts against hand-computed ones: 2 · (elements of the output) · (terms of the sum in each). */
class FlopCountTest {
  @Test
  void convolutionWithStridesBiasAndReluThatTensorFlowFuses() {
    FlopCount count =
        run(
            (tf, x) ->
                tf.nn.relu(
                    tf.nn.biasAdd(
                        tf.nn.conv2d(x, noise(tf, 3, 3, 4, 6), List.of(1L, 2L, 2L, 1L), "SAME"),
                        noise(tf, 6))),
            Shape.of(2, 9, 8, 4));
    assertEquals(Map.of("Conv2D", 2L * (2 * 5 * 4 * 6) * (3 * 3 * 4)), count.byOp());
    assertEquals(Set.of(), count.uncounted());
    assertEquals(0, count.reducedShare());
  }

  @Test
  void groupedConvolutionSumsOverItsGroupOnly() {
    // 8 channels in through a filter of 4: two groups.
    FlopCount count =
        run(
            (tf, x) -> tf.nn.conv2d(x, noise(tf, 3, 3, 4, 6), List.of(1L, 1L, 1L, 1L), "VALID"),
            Shape.of(1, 5, 5, 8));
    assertEquals(2L * (3 * 3 * 6) * (3 * 3 * 4), count.total());
  }

  @Test
  void depthwiseConvolutionSumsOverItsWindowOnly() {
    FlopCount count =
        run(
            (tf, x) ->
                tf.nn.depthwiseConv2dNative(
                    x, noise(tf, 3, 5, 4, 2), List.of(1L, 1L, 1L, 1L), "SAME"),
            Shape.of(1, 6, 7, 4));
    assertEquals(Map.of("DepthwiseConv2dNative", 2L * (6 * 7 * 8) * (3 * 5)), count.byOp());
  }

  @Test
  void transposedConvolutionSpreadsEveryInputOverItsWindow() {
    FlopCount count =
        run(
            (tf, x) ->
                tf.nn.conv2dBackpropInput(
                    tf.constant(new int[] {1, 8, 10, 3}),
                    noise(tf, 4, 4, 3, 7),
                    x,
                    List.of(1L, 2L, 2L, 1L),
                    "SAME"),
            Shape.of(1, 4, 5, 7));
    assertEquals(Map.of("Conv2DBackpropInput", 2L * (4 * 5 * 7) * (4 * 4 * 3)), count.byOp());
  }

  @Test
  void filterGradientCostsWhatItsConvolutionDoes() {
    FlopCount count =
        run(
            (tf, x) ->
                tf.nn.conv2dBackpropFilter(
                    x,
                    tf.constant(new int[] {3, 3, 4, 6}),
                    noise(tf, 1, 8, 9, 6),
                    List.of(1L, 1L, 1L, 1L),
                    "SAME"),
            Shape.of(1, 8, 9, 4));
    assertEquals(Map.of("Conv2DBackpropFilter", 2L * (8 * 9 * 6) * (3 * 3 * 4)), count.byOp());
  }

  @Test
  void matrixProductsTransposedOrNot() {
    assertEquals(
        2L * 5 * 3 * 7,
        run((tf, x) -> tf.linalg.matMul(x, noise(tf, 7, 3)), Shape.of(5, 7)).total());
    assertEquals(
        2L * 7 * 3 * 5,
        run(
                (tf, x) -> tf.linalg.matMul(x, noise(tf, 5, 3), MatMul.transposeA(true)),
                Shape.of(5, 7))
            .total());
    assertEquals(
        2L * 4 * 5 * 3 * 7,
        run(
                (tf, x) ->
                    tf.train.batchMatMul(
                        x, noise(tf, 4, 7, 3), TFloat32.class, BatchMatMul.adjX(false)),
                Shape.of(4, 5, 7))
            .total());
  }

  @Test
  void whatIsFoldedAwayOrOnlyElementwiseDoesNotCount() {
    FlopCount count =
        run(
            (tf, x) ->
                tf.math.add(tf.math.mul(x, x), tf.linalg.matMul(noise(tf, 5, 4), noise(tf, 4, 7))),
            Shape.of(5, 7));
    assertEquals(0, count.total());
    assertEquals(Set.of(), count.uncounted());
  }

  @Test
  void turnsOfALoopAndLowPrecisionCountAndUntoldShapesAreSaid() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    AttrValue no = AttrValue.newBuilder().setB(false).build();
    graph.addNodeBuilder().setName("x").setOp("_Arg");
    graph.addNode(
        NodeDef.newBuilder()
            .setName("m")
            .setOp("_MklNativeFusedMatMul")
            .addInput("x")
            .addInput("x:1")
            .putAttr("transpose_a", no));
    DeviceStepStats.Builder device = DeviceStepStats.newBuilder().setDevice("/device:CPU:0");
    device.addNodeStats(stats("x", DataType.DT_BFLOAT16, 2, 3));
    device.addNodeStats(stats("m", DataType.DT_BFLOAT16, 2, 4));
    device.addNodeStats(stats("m", DataType.DT_BFLOAT16, 2, 4));
    device.addNodeStatsBuilder().setNodeName("inner").setTimelineLabel("inner = Conv2D(a, b)");
    FlopCount count =
        FlopCount.of(
            RunMetadata.newBuilder()
                .addPartitionGraphs(graph)
                .setStepStats(StepStats.newBuilder().addDevStats(device))
                .build());
    assertEquals(Map.of("MatMul", 2 * 2L * (2 * 4) * 3), count.byOp());
    assertEquals(1, count.reducedShare());
    assertEquals(Set.of("Conv2D"), count.uncounted());
  }

  private static NodeExecStats stats(String name, DataType type, long... sides) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long side : sides) {
      shape.addDimBuilder().setSize(side);
    }
    return NodeExecStats.newBuilder()
        .setNodeName(name)
        .addOutput(
            NodeOutput.newBuilder()
                .setTensorDescription(
                    TensorDescription.newBuilder().setDtype(type).setShape(shape)))
        .build();
  }

  private interface Net {
    Operand<TFloat32> build(Ops tf, Operand<TFloat32> x);
  }

  private static Operand<TFloat32> noise(Ops tf, long... sides) {
    try (TFloat32 values = MadeUpInputs.noise(Shape.of(sides))) {
      return tf.constantOf(values);
    }
  }

  private static FlopCount run(Net net, Shape input) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.unknown()));
      Operand<TFloat32> y = net.build(tf, x);
      try (Session session = new Session(graph);
          Tensor value = MadeUpInputs.noise(input);
          Result result =
              session
                  .runner()
                  .feed(x, value)
                  .fetch(y)
                  .setOptions(TracedRun.OPTIONS)
                  .runAndFetchMetadata()) {
        assertTrue(result.getMetadata().isPresent());
        return FlopCount.of(result.getMetadata().get());
      }
    }
  }
}
