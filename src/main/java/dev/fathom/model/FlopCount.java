package dev.fathom.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;

/**
 * The floating-point operations of one run: two for every multiply-accumulate of its convolutions
 * and matrix products, as they were executed.
 *
 * <p>All else (activations, normalisation that is not folded, resizing, pooling) is not counted; in
 * networks of convolutions it is some per cent of the operations, though not always of the time.
 *
 * @param byOp operations by kind of op, as {@code Conv2D}; fused and vendors' variants count as the
 *     op that they stand for
 * @param reduced how many of them were computed in bfloat16 or float16
 * @param uncounted kinds of op that would have counted, but whose shapes the trace does not tell
 */
public record FlopCount(Map<String, Long> byOp, long reduced, Set<String> uncounted) {
  /** TensorFlow's own names for fused and oneDNN variants begin with an underscore. */
  private static final String VARIANT_PREFIX = "^_(MklNative|Mkl)?(PadWith)?(Fused)?(?=[A-Z])";

  private static final Set<DataType> REDUCED = Set.of(DataType.DT_BFLOAT16, DataType.DT_HALF);

  public FlopCount {
    byOp = Map.copyOf(byOp);
    uncounted = Set.copyOf(uncounted);
  }

  /** Counts a run that was made with {@link TracedRun#OPTIONS}. */
  static FlopCount of(RunMetadata metadata) {
    return of(new TracedRun(metadata));
  }

  static FlopCount of(TracedRun run) {
    Map<String, Long> byOp = new TreeMap<>();
    Set<String> uncounted = new TreeSet<>();
    long reduced = 0;
    for (TracedRun.Execution execution : run.executions()) {
      String op = execution.op().replaceFirst(VARIANT_PREFIX, "");
      if (!counts(op)) {
        continue;
      }
      NodeDef node = execution.node();
      Long flops = node == null ? null : flops(op, node, run);
      if (node == null || flops == null) {
        uncounted.add(op);
        continue;
      }
      byOp.merge(op, flops, Long::sum);
      if (REDUCED.contains(run.outputType(node))) {
        reduced += flops;
      }
    }
    return new FlopCount(byOp, reduced, uncounted);
  }

  /** All of them. */
  public long total() {
    return byOp.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The share that was computed in bfloat16 or float16; 0 where there are none. */
  public double reducedShare() {
    return total() == 0 ? 0 : (double) reduced / total();
  }

  private static boolean counts(String op) {
    return op.contains("Conv2D")
        || op.contains("Conv2d")
        || op.contains("Conv3D")
        || op.contains("MatMul");
  }

  private static @Nullable Long flops(String op, NodeDef node, TracedRun run) {
    List<Long> out = run.outputShape(node, 0);
    return switch (op) {
      case "Conv2D", "DepthwiseConv2dNative", "Conv3D" ->
          convolution(op, out, run.inputShape(node, 1));
      case "Conv2DBackpropInput",
          "DepthwiseConv2dNativeBackpropInput",
          "Conv3DBackpropInput",
          "Conv3DBackpropInputV2" ->
          convolution(op, run.inputShape(node, 2), run.inputShape(node, 1));
      case "Conv2DBackpropFilter",
          "DepthwiseConv2dNativeBackpropFilter",
          "Conv3DBackpropFilter",
          "Conv3DBackpropFilterV2" ->
          convolution(op, run.inputShape(node, 2), out);
      case "MatMul" -> product(out, run.inputShape(node, 0), flag(node, "transpose_a"));
      case "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3" ->
          product(out, run.inputShape(node, 0), flag(node, "adj_x"));
      default -> null;
    };
  }

  /**
   * Every element on the filter's output side meets the filter once.
   *
   * @param responses what the filter gives in the forward direction, or its gradient
   * @param filter [rows, columns, channels in a group, channels out]; depthwise: [rows, columns,
   *     channels, multiplier]
   */
  private static @Nullable Long convolution(
      String op, @Nullable List<Long> responses, @Nullable List<Long> filter) {
    if (responses == null || filter == null || filter.size() < 2) {
      return null;
    }
    int rank = filter.size();
    boolean depthwise = op.startsWith("Depthwise");
    return 2 * elements(responses) * elements(filter.subList(0, depthwise ? rank - 2 : rank - 1));
  }

  /** Every element of the product is a sum over the side that both factors share. */
  private static @Nullable Long product(
      @Nullable List<Long> out, @Nullable List<Long> left, boolean transposed) {
    if (out == null || left == null || left.size() < 2) {
      return null;
    }
    return 2 * elements(out) * left.get(left.size() - (transposed ? 2 : 1));
  }

  private static boolean flag(NodeDef node, String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance()).getB();
  }

  private static long elements(List<Long> sides) {
    return sides.stream().reduce(1L, Math::multiplyExact);
  }
}
