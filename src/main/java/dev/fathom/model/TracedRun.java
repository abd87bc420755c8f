package dev.fathom.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AllocatorMemoryUsed;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.NodeOutput;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What TensorFlow says that it executed in one run of a session: the optimised graph, and the
 * shapes that its tensors had.
 */
final class TracedRun {
  /** What a session must be run with. Software only: the GPU's own tracer may not be installed. */
  static final RunOptions OPTIONS =
      RunOptions.newBuilder()
          .setTraceLevel(RunOptions.TraceLevel.SOFTWARE_TRACE)
          .setOutputPartitionGraphs(true)
          .build();

  private static final Pattern LABEL = Pattern.compile(" = (\\w+)\\(");

  private static final Pattern DEVICE = Pattern.compile("device:([A-Z]+:\\d+)");

  /**
   * One execution of an op.
   *
   * @param op its name, as {@code _MklNativeFusedConv2D}
   * @param node null for the inside of functions that were not inlined
   */
  record Execution(String op, @Nullable NodeDef node) {}

  private final List<Execution> executions = new ArrayList<>();
  private final Map<String, List<Long>> shapes = new HashMap<>();
  private final Map<String, DataType> types = new HashMap<>();
  private long allocatedBytes;
  private String device = "";

  TracedRun(RunMetadata metadata) {
    Map<String, NodeDef> nodes = new HashMap<>();
    for (GraphDef graph : metadata.getPartitionGraphsList()) {
      graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    }
    nodes.values().forEach(this::addConstant);
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      nameDevice(device.getDevice());
      device.getNodeStatsList().forEach(stats -> add(stats, nodes.get(stats.getNodeName())));
    }
  }

  /** Every execution, loops' turns one by one. */
  List<Execution> executions() {
    return executions;
  }

  /** Sides of the tensor that a node's input names, or null where the trace does not tell. */
  @Nullable List<Long> inputShape(NodeDef node, int input) {
    return input < node.getInputCount() ? shapes.get(tensorName(node.getInput(input))) : null;
  }

  /** Sides of a node's output, or null where the trace does not tell. */
  @Nullable List<Long> outputShape(NodeDef node, int output) {
    return shapes.get(node.getName() + ":" + output);
  }

  /** Element type of a node's first output. */
  DataType outputType(NodeDef node) {
    return types.getOrDefault(node.getName() + ":0", DataType.DT_INVALID);
  }

  /**
   * The most bytes that TensorFlow's allocators held after an op, small tensors' pools included.
   */
  long allocatedBytes() {
    return allocatedBytes;
  }

  /** What it ran on, as {@code CPU:0}; a GPU if any of it ran there. */
  String device() {
    return device;
  }

  private void nameDevice(String path) {
    Matcher name = DEVICE.matcher(path);
    if (name.find() && !device.startsWith("GPU")) {
      device = name.group(1);
    }
  }

  private void add(NodeExecStats stats, @Nullable NodeDef node) {
    executions.add(new Execution(node == null ? labelled(stats) : node.getOp(), node));
    for (NodeOutput output : stats.getOutputList()) {
      String tensor = stats.getNodeName() + ":" + output.getSlot();
      shapes.put(tensor, sides(output.getTensorDescription().getShape()));
      types.put(tensor, output.getTensorDescription().getDtype());
    }
    for (AllocatorMemoryUsed memory : stats.getMemoryList()) {
      allocatedBytes = Math.max(allocatedBytes, memory.getAllocatorBytesInUse());
    }
  }

  /** A constant that is an argument of a kernel may not be executed by itself. */
  private void addConstant(NodeDef node) {
    AttrValue value = node.getAttrMap().get("value");
    if (node.getOp().equals("Const") && value != null) {
      shapes.put(node.getName() + ":0", sides(value.getTensor().getTensorShape()));
    }
  }

  private static String labelled(NodeExecStats stats) {
    Matcher label = LABEL.matcher(stats.getTimelineLabel());
    return label.find() ? label.group(1) : "";
  }

  private static List<Long> sides(TensorShapeProto shape) {
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  private static String tensorName(String input) {
    return input.indexOf(':') < 0 ? input + ":0" : input;
  }
}
