package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TString;

class OpCheckTest {
  private static final Path FILE = Path.of("some", "saved_model.pb");

  private final Path temp;

  OpCheckTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void pureGraphPasses() {
    assertDoesNotThrow(() -> OpCheck.check(pure(), FILE));
  }

  @Test
  void everyAllowedOpIsOneOfTensorFlow() {
    Set<String> unknown = new HashSet<>(AllowedOps.load().all());
    TensorFlow.registeredOpList().getOpList().forEach(op -> unknown.remove(op.getName()));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void readFileIsRefusedBeforeTheGraphIsLoaded() {
    SavedModel reads =
        TestModels.proto(
            tf -> {
              var name = tf.placeholder(TString.class);
              return new TestModels.Ends(
                  Map.of("name", name), Map.of("contents", tf.io.readFile(name)));
            });
    Path model = TestModels.save(temp, reads);
    String e = Failures.message(IllegalArgumentException.class, () -> load(model));
    assertTrue(e.contains("ReadFile"), e);
    assertTrue(e.contains("reads or writes files"), e);
    assertTrue(e.contains(model.resolve("saved_model.pb").toString()), e);
  }

  @ParameterizedTest
  @CsvSource({
    "ReadFile, reads or writes files",
    "WriteFile, reads or writes files",
    "MatchingFiles, reads or writes files",
    "PrintV2, reads or writes files",
    "ImmutableConst, reads or writes files",
    "TFRecordDataset, reads or writes files",
    "InitializeTableFromTextFileV2, reads or writes files",
    "PyFunc, runs Python",
    "EagerPyFunc, runs Python",
    "SomebodysOwnOp, not among the ops",
    "RpcClient, not among the ops"
  })
  void opBeyondComputationIsRefusedByName(String op, String reason) {
    SavedModel model =
        TestModels.withGraph(pure(), graph -> TestModels.withNode(graph, "culprit", op));
    assertRefused(model, op, "culprit", reason);
  }

  @Test
  void opInsideAnUncalledFunctionIsRefused() {
    SavedModel model =
        TestModels.withGraph(
            pure(), graph -> withFunction(graph, "helper", node("culprit", "WriteFile")));
    assertRefused(model, "WriteFile", "culprit", "function 'helper'");
  }

  @Test
  void secondNodeOfTheSameNameIsChecked() {
    SavedModel model =
        TestModels.withGraph(
            pure(),
            graph ->
                TestModels.withNode(
                    TestModels.withNode(graph, "culprit", "WriteFile"), "culprit", "NoOp"));
    assertRefused(model, "WriteFile", "culprit", "reads or writes files");
  }

  @Test
  void functionThatTakesTheNameOfAnOpDoesNotSmuggleItIn() {
    SavedModel model =
        TestModels.withGraph(
            pure(),
            graph ->
                TestModels.withNode(
                    withFunction(graph, "MatchingFiles", node("nothing", "NoOp")),
                    "culprit",
                    "MatchingFiles"));
    Path directory = TestModels.save(temp, model);
    // The check takes the node for a call; TensorFlow itself allows no such function.
    String message = Failures.message(IllegalArgumentException.class, () -> load(directory));
    assertTrue(message.contains("an op with the same name already exists"), message);
  }

  @Test
  void everyMetaGraphIsChecked() {
    SavedModel bad =
        TestModels.withGraph(pure(), graph -> TestModels.withNode(graph, "culprit", "PyFunc"));
    SavedModel both = pure().toBuilder().addMetaGraphs(bad.getMetaGraphs(0)).build();
    assertRefused(both, "PyFunc", "culprit", "runs Python");
  }

  @Test
  void saverThatNothingReachesPasses() {
    SavedModel model =
        TestModels.withGraph(pure(), graph -> TestModels.withNode(graph, "save", "SaveV2"));
    assertDoesNotThrow(() -> OpCheck.check(model, FILE));
  }

  @ParameterizedTest
  @CsvSource({"save, SaveV2", "restore, RestoreV2", "merge, MergeV2Checkpoints"})
  void checkpointOpThatASignatureReachesIsRefused(String name, String op) {
    SavedModel model =
        TestModels.withGraph(
            pure(), graph -> addInput(TestModels.withNode(graph, name, op), output(), "^" + name));
    assertRefused(model, op, name, "reached from what is run");
  }

  @Test
  void saverThatASignatureReachesThroughFunctionsIsRefused() {
    NodeDef call =
        node("call", "PartitionedCall").toBuilder()
            .putAttr(
                "f",
                AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("inner")).build())
            .build();
    SavedModel model =
        TestModels.withGraph(
            pure(),
            graph -> {
              GraphDef functions =
                  withFunction(
                      withFunction(graph, "outer", call), "inner", node("culprit", "SaveV2"));
              // A node may also call a function by having its name as op.
              return addInput(TestModels.withNode(functions, "entry", "outer"), output(), "^entry");
            });
    assertRefused(model, "SaveV2", "culprit", "reached from what is run");
  }

  @Test
  void saverThatAnInitialiserReachesIsRefused() {
    SavedModel.Builder model =
        TestModels.withGraph(pure(), graph -> TestModels.withNode(graph, "save", "SaveV2"))
            .toBuilder();
    model
        .getMetaGraphsBuilder(0)
        .putCollectionDef(
            "saved_model_main_op",
            CollectionDef.newBuilder()
                .setNodeList(CollectionDef.NodeList.newBuilder().addValue("save"))
                .build());
    assertRefused(model.build(), "SaveV2", "save", "reached from what is run");
  }

  @Test
  void restoreOpMayReadTheCheckpointButNotWriteIt() {
    SavedModel reads = withRestore("RestoreV2");
    assertDoesNotThrow(() -> OpCheck.check(reads, FILE));
    assertRefused(withRestore("SaveV2"), "SaveV2", "restore", "reached from the restore op");
  }

  @Test
  void refusedOpIsToldByInspection() {
    SavedModel model =
        TestModels.withGraph(pure(), graph -> TestModels.withNode(graph, "culprit", "PyFunc"));
    Path directory = TestModels.save(temp, model);
    assertTrue(Files.exists(directory));
    assertTrue(Models.inspect(directory).refusal().contains("PyFunc"));
  }

  private static void load(Path model) {
    dev.fathom.model.SavedModel.load(model, ModelOptions.defaults()).close();
  }

  private static SavedModel pure() {
    return TestModels.proto(tf -> TestModels.weightedSum(tf, 1));
  }

  /** The node that gives the signature's output. */
  private static String output() {
    String tensor =
        pure()
            .getMetaGraphs(0)
            .getSignatureDefOrThrow("serving_default")
            .getOutputsOrThrow("depth")
            .getName();
    return tensor.substring(0, tensor.indexOf(':'));
  }

  private static SavedModel withRestore(String op) {
    SavedModel.Builder model =
        TestModels.withGraph(pure(), graph -> TestModels.withNode(graph, "restore", op))
            .toBuilder();
    model.getMetaGraphsBuilder(0).getSaverDefBuilder().setRestoreOpName("restore");
    return model.build();
  }

  private static NodeDef node(String name, String op) {
    return NodeDef.newBuilder().setName(name).setOp(op).build();
  }

  private static GraphDef addInput(GraphDef graph, String to, String input) {
    GraphDef.Builder changed = graph.toBuilder();
    changed.getNodeBuilderList().stream()
        .filter(node -> node.getName().equals(to))
        .forEach(node -> node.addInput(input));
    return changed.build();
  }

  private static GraphDef withFunction(GraphDef graph, String name, NodeDef body) {
    GraphDef.Builder changed = graph.toBuilder();
    changed
        .getLibraryBuilder()
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(OpDef.newBuilder().setName(name))
                .addNodeDef(body));
    return changed.build();
  }

  private static void assertRefused(SavedModel model, String op, String node, String reason) {
    String message =
        Failures.message(IllegalArgumentException.class, () -> OpCheck.check(model, FILE));
    assertTrue(message.contains(op + " op"), message);
    assertTrue(message.contains("'" + node + "'"), message);
    assertTrue(message.contains(reason), message);
    assertTrue(message.contains(FILE.toString()), message);
  }
}
