package dev.fathom.model;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The trained numbers of a signature: the elements of all float variables and constants, scalars
 * aside, that its outputs depend on.
 *
 * <p>A frozen graph does not tell weights from other tables of floats: those count too.
 */
final class ParameterCount {
  private static final Set<DataType> FLOATS =
      Set.of(DataType.DT_FLOAT, DataType.DT_DOUBLE, DataType.DT_HALF, DataType.DT_BFLOAT16);
  private static final Set<String> VARIABLES =
      Set.of("VarHandleOp", "VariableV2", "Variable", "VariableHandleOp");

  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();
  private final ArrayDeque<NodeDef> queue = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  private ParameterCount(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
  }

  static long of(GraphFile file, Signature signature) {
    ParameterCount count = new ParameterCount(file.metaGraph().getGraphDef());
    signature.outputs().values().forEach(output -> count.visit(output.tensor()));
    return count.run();
  }

  private long run() {
    long parameters = 0;
    while (!queue.isEmpty()) {
      NodeDef node = queue.remove();
      parameters += parameters(node);
      node.getInputList().forEach(this::visit);
      visitFunction(node.getOp());
      for (AttrValue attribute : node.getAttrMap().values()) {
        visitFunction(attribute.getFunc().getName());
        attribute.getList().getFuncList().forEach(called -> visitFunction(called.getName()));
      }
    }
    return parameters;
  }

  private void visit(String input) {
    String name = input.replaceFirst("^\\^", "").replaceFirst(":.*$", "");
    NodeDef node = nodes.get(name);
    if (node != null && seen.add(name)) {
      queue.add(node);
    }
  }

  /** A body's inputs name nodes of the body, all of which are added. */
  private void visitFunction(String name) {
    FunctionDef function = functions.get(name);
    if (function != null && seen.add("function " + name)) {
      function.getNodeDefList().forEach(node -> queue.add(node.toBuilder().clearInput().build()));
    }
  }

  private static long parameters(NodeDef node) {
    if (node.getOp().equals("Const")) {
      AttrValue value = node.getAttrOrDefault("value", AttrValue.getDefaultInstance());
      return elements(value.getTensor().getDtype(), value.getTensor().getTensorShape());
    }
    if (VARIABLES.contains(node.getOp())) {
      AttrValue none = AttrValue.getDefaultInstance();
      return elements(
          node.getAttrOrDefault("dtype", none).getType(),
          node.getAttrOrDefault("shape", none).getShape());
    }
    return 0;
  }

  private static long elements(DataType type, TensorShapeProto shape) {
    List<Long> sides = shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    return FLOATS.contains(type) && !sides.isEmpty() && sides.stream().allMatch(side -> side > 0)
        ? sides.stream().reduce(1L, Math::multiplyExact)
        : 0;
  }
}
