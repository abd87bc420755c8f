package dev.fathom.model;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Refuses a SavedModel that could do more than compute.
 *
 * <p>Every node of every graph and of every function body must be of an allowed op, or call a
 * function of the same file. The saver's ops, which write and merge checkpoints, are in every
 * SavedModel: they pass where neither a signature nor an initialiser reaches them. Loading runs the
 * restore op, from which only the ops that read the checkpoint may be reached.
 *
 * <p>Cost: linear in the number of nodes and edges.
 */
public final class OpCheck {
  private static final Set<String> INITIALISER_COLLECTIONS =
      Set.of("saved_model_main_op", "legacy_init_op");

  /** TensorFlow's Java library runs a node of this name when a session starts. */
  private static final String INITIALISER_NODE = "Init";

  private final Path file;
  private final AllowedOps allowed;
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();

  private OpCheck(Path file, AllowedOps allowed, MetaGraphDef graph) {
    this.file = file;
    this.allowed = allowed;
    graph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
  }

  /**
   * Checks all graphs of a SavedModel.
   *
   * @param savedModel what the file holds
   * @param file named in the message
   * @throws ModelException if an op is refused; the message names op, node and file
   */
  public static void check(SavedModel savedModel, Path file) {
    AllowedOps allowed = AllowedOps.load();
    for (MetaGraphDef graph : savedModel.getMetaGraphsList()) {
      OpCheck check = new OpCheck(file, allowed, graph);
      check.checkEveryNode(graph.getGraphDef());
      check.checkReachable(runRoots(graph), "what is run", Set.of());
      check.checkReachable(
          List.of(graph.getSaverDef().getRestoreOpName()),
          "the restore op",
          AllowedOps.CHECKPOINT_READERS);
    }
  }

  // Over the lists of the file, not the maps: of two nodes with one name, both are checked.
  private void checkEveryNode(GraphDef graph) {
    graph.getNodeList().forEach(node -> checkNode(node, ""));
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      String where = " in function '" + function.getSignature().getName() + "'";
      function.getNodeDefList().forEach(node -> checkNode(node, where));
    }
  }

  private void checkNode(NodeDef node, String where) {
    String op = node.getOp();
    if (!allowed.computes(op) && !allowed.isSaver(op) && !functions.containsKey(op)) {
      throw refused(node, where, AllowedOps.reasonAgainst(op));
    }
  }

  private void checkReachable(Collection<String> roots, String from, Set<String> passed) {
    Set<String> seenNodes = new HashSet<>();
    Set<String> seenFunctions = new HashSet<>();
    ArrayDeque<NodeDef> queue = new ArrayDeque<>();
    roots.forEach(root -> enqueue(root, seenNodes, queue));
    while (!queue.isEmpty()) {
      NodeDef node = queue.remove();
      if (allowed.isSaver(node.getOp()) && !passed.contains(node.getOp())) {
        throw refused(node, "", "which handles checkpoint files and is reached from " + from);
      }
      node.getInputList().forEach(input -> enqueue(input, seenNodes, queue));
      for (String called : calledBy(node)) {
        FunctionDef function = functions.get(called);
        if (function != null && seenFunctions.add(called)) {
          // A function's stateful nodes run whether or not its results need them: all count. Their
          // inputs are all in the body, so that only what they call is left to follow.
          function
              .getNodeDefList()
              .forEach(inner -> queue.add(inner.toBuilder().clearInput().build()));
        }
      }
    }
  }

  private void enqueue(String reference, Set<String> seen, ArrayDeque<NodeDef> queue) {
    String name = nodeName(reference);
    NodeDef node = nodes.get(name);
    if (node != null && seen.add(name)) {
      queue.add(node);
    }
  }

  private static Collection<String> calledBy(NodeDef node) {
    List<String> called = new ArrayList<>();
    called.add(node.getOp());
    for (AttrValue attribute : node.getAttrMap().values()) {
      if (attribute.hasFunc()) {
        called.add(attribute.getFunc().getName());
      }
      attribute.getList().getFuncList().forEach(function -> called.add(function.getName()));
    }
    return called;
  }

  private static Collection<String> runRoots(MetaGraphDef graph) {
    Set<String> roots = new HashSet<>();
    roots.add(INITIALISER_NODE);
    for (SignatureDef signature : graph.getSignatureDefMap().values()) {
      signature.getOutputsMap().values().stream().flatMap(OpCheck::tensors).forEach(roots::add);
    }
    for (String name : INITIALISER_COLLECTIONS) {
      CollectionDef collection =
          graph.getCollectionDefOrDefault(name, CollectionDef.getDefaultInstance());
      roots.addAll(collection.getNodeList().getValueList());
    }
    return roots;
  }

  private static Stream<String> tensors(TensorInfo info) {
    return Stream.concat(
        Stream.of(
            info.getName(),
            info.getCooSparse().getValuesTensorName(),
            info.getCooSparse().getIndicesTensorName(),
            info.getCooSparse().getDenseShapeTensorName()),
        info.getCompositeTensor().getComponentsList().stream().flatMap(OpCheck::tensors));
  }

  /** {@code ^node}, {@code node:1} and {@code node} all name the node. */
  private static String nodeName(String reference) {
    int start = reference.startsWith("^") ? 1 : 0;
    int colon = reference.indexOf(':');
    return reference.substring(start, colon < 0 ? reference.length() : colon);
  }

  private ModelException refused(NodeDef node, String where, String reason) {
    return new ModelException(
        file
            + " is refused: node '"
            + node.getName()
            + "'"
            + where
            + " is a "
            + node.getOp()
            + " op, "
            + reason);
  }
}
