package dev.fathom.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes a graph as a SavedModel of one file, {@code saved_model.pb}: variables, if there are any,
 * get their values from constants of the graph when it is loaded.
 *
 * <p>TensorFlow's own exporter leaves resource variables out without a word.
 *
 * <p>Source: tensorflow/core/protobuf/saved_model.proto and meta_graph.proto.
 */
final class SavedModelWriter {
  private static final long SCHEMA_VERSION = 1;
  private static final String METHOD = "tensorflow/serving/predict";
  private static final String TAG = "serve";

  /** The collection whose one node TensorFlow runs after loading. */
  private static final String INITIALISER = "saved_model_main_op";

  /** One signature: tensors of the graph by the names that callers know. */
  record Served(
      String name,
      Map<String, ? extends Operand<?>> inputs,
      Map<String, ? extends Operand<?>> outputs) {}

  private SavedModelWriter() {}

  /**
   * Writes into {@code folder}, which is made if it is not there.
   *
   * @param initialiser is run when the model is loaded; null for none
   */
  static void write(
      Path folder, Graph graph, List<Served> signatures, @Nullable Op initialiser)
      throws IOException {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(
                MetaGraphDef.MetaInfoDef.newBuilder()
                    .addTags(TAG)
                    .setTensorflowVersion(TensorFlow.version()))
            .setGraphDef(graph.toGraphDef());
    for (Served served : signatures) {
      SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);
      served.inputs().forEach((key, operand) -> signature.putInputs(key, info(operand)));
      served.outputs().forEach((key, operand) -> signature.putOutputs(key, info(operand)));
      metaGraph.putSignatureDef(served.name(), signature.build());
    }
    if (initialiser != null) {
      metaGraph.putCollectionDef(
          INITIALISER,
          CollectionDef.newBuilder()
              .setNodeList(CollectionDef.NodeList.newBuilder().addValue(initialiser.op().name()))
              .build());
    }
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(SCHEMA_VERSION)
            .addMetaGraphs(metaGraph)
            .build();
    Files.createDirectories(folder);
    Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
  }

  private static TensorInfo info(Operand<?> operand) {
    TensorShapeProto.Builder sides = TensorShapeProto.newBuilder();
    Shape shape = operand.shape();
    for (int axis = 0; axis < shape.numDimensions(); axis++) {
      sides.addDim(TensorShapeProto.Dim.newBuilder().setSize(shape.get(axis)));
    }
    return TensorInfo.newBuilder()
        .setName(operand.op().name() + ":" + operand.asOutput().index())
        .setDtype(operand.asOutput().dataType())
        .setTensorShape(sides)
        .build();
  }
}
