package dev.fathom.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Finds where a graph resizes the picture that it is given. */
final class GraphResize {
  private static final Set<String> RESIZES =
      Set.of("ResizeArea", "ResizeBilinear", "ResizeBicubic");
  private static final Set<String> PASSED =
      Set.of("Cast", "Identity", "EnsureShape", "ExpandDims", "Reshape", "Mul", "Sub", "RealDiv");

  private GraphResize() {}

  /**
   * The tensor that the resized picture comes as, float32 [batch, rows, columns, channels].
   *
   * @return null where nothing resizes the signature's input, or more than one op does
   */
  static @Nullable String find(GraphDef graph, Signature signature) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    List<String> inputs =
        signature.inputs().values().stream().map(input -> name(input.tensor())).toList();
    List<String> found =
        graph.getNodeList().stream()
            .filter(node -> RESIZES.contains(node.getOp()))
            .filter(node -> inputs.contains(source(node, nodes)))
            .map(node -> node.getName() + ":0")
            .toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  /** Follows first inputs up through what only prepares pixels. */
  private static String source(NodeDef resize, Map<String, NodeDef> nodes) {
    String name = name(resize.getInput(0));
    for (int steps = 0; steps < nodes.size(); steps++) {
      NodeDef node = nodes.get(name);
      if (node == null || !PASSED.contains(node.getOp()) || node.getInputCount() == 0) {
        return name;
      }
      name = name(node.getInput(0));
    }
    return name;
  }

  private static String name(String tensor) {
    int colon = tensor.indexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }
}
