package dev.fathom.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fathom.codec.MalformedDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * What {@code saved_model.pb} says, read without TensorFlow's native code.
 *
 * @param directory where it lies
 * @param proto all of it
 * @param metaGraph the graph that is run: the one tagged {@code serve}, or the only one
 * @param signatures what that graph offers, by name
 */
record GraphFile(
    ModelDirectory directory,
    SavedModel proto,
    MetaGraphDef metaGraph,
    Map<String, Signature> signatures) {
  /** Larger weights belong in the variables, which TensorFlow maps instead of parsing. */
  static final long MAX_BYTES = 1L << 29;

  private static final String SERVE = "serve";
  private static final String INIT_SIGNATURE = "__saved_model_init_op";

  /**
   * Reads the file.
   *
   * @throws MalformedDataException if its bytes are not a SavedModel
   * @throws ModelException if it is too large or has no graph to run
   */
  static GraphFile read(ModelDirectory directory) {
    SavedModel proto = parse(directory);
    MetaGraphDef metaGraph = choose(directory, proto.getMetaGraphsList());
    Map<String, Signature> signatures = new TreeMap<>();
    metaGraph
        .getSignatureDefMap()
        .forEach((name, signature) -> signatures.put(name, Signature.of(name, signature)));
    signatures.remove(INIT_SIGNATURE);
    return new GraphFile(directory, proto, metaGraph, Collections.unmodifiableMap(signatures));
  }

  List<String> tags() {
    return List.copyOf(metaGraph.getMetaInfoDef().getTagsList());
  }

  String tensorFlowVersion() {
    return metaGraph.getMetaInfoDef().getTensorflowVersion();
  }

  /**
   * Fails where variables must be restored and there is nothing to restore them from: TensorFlow
   * itself only notices at the first call.
   */
  void requireVariables() {
    boolean hasVariables =
        metaGraph.getGraphDef().getNodeList().stream()
            .map(NodeDef::getOp)
            .anyMatch(op -> op.equals("VarHandleOp") || op.equals("VariableV2"));
    boolean restores = !metaGraph.getSaverDef().getRestoreOpName().isEmpty();
    if (hasVariables && restores && !Files.isRegularFile(directory.variablesIndex())) {
      throw new ModelException(
          directory.version()
              + ": the graph has variables, but variables/variables.index is missing");
    }
  }

  private static SavedModel parse(ModelDirectory directory) {
    try {
      long size = Files.size(directory.graphFile());
      if (size > MAX_BYTES) {
        throw new ModelException(
            directory.graphFile()
                + " has "
                + size
                + " bytes, more than the "
                + MAX_BYTES
                + " that are read");
      }
      try (InputStream file =
          new BufferedInputStream(Files.newInputStream(directory.graphFile()))) {
        return parse(directory, CodedInputStream.newInstance(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory.graphFile(), e);
    }
  }

  private static SavedModel parse(ModelDirectory directory, CodedInputStream bytes)
      throws IOException {
    bytes.setSizeLimit((int) MAX_BYTES);
    try {
      return SavedModel.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedDataException(
          bytes.getTotalBytesRead(),
          directory.graphFile() + " is not a SavedModel: " + e.getMessage());
    }
  }

  private static MetaGraphDef choose(ModelDirectory directory, List<MetaGraphDef> graphs) {
    if (graphs.size() == 1) {
      return graphs.get(0);
    }
    return graphs.stream()
        .filter(graph -> graph.getMetaInfoDef().getTagsList().equals(List.of(SERVE)))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    directory.graphFile()
                        + " has no graph tagged '"
                        + SERVE
                        + "', found "
                        + graphs.stream()
                            .map(graph -> graph.getMetaInfoDef().getTagsList().toString())
                            .collect(Collectors.joining(", ", graphs.size() + ": [", "]"))));
  }
}
