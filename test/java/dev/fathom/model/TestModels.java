package dev.fathom.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Sum;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** SavedModels that tests make for themselves, and the third-party ones beside the project. */
final class TestModels {
  private static final Path THIRD_PARTY = Path.of("..", "shared", "data", "savedmodels");

  /** R + 256 G + 65536 B: exact in a float, so that one number shows all that reached a pixel. */
  static final float[] WEIGHTS = {1, 256, 65536};

  private TestModels() {}

  /** Inputs and outputs of a graph, by key. */
  record Ends(Map<String, Operand<?>> inputs, Map<String, Operand<?>> outputs) {
    static Ends of(Operand<?> image, Operand<?> depth) {
      return new Ends(Map.of("image", image), Map.of("depth", depth));
    }

    Ends and(String output, Operand<?> operand) {
      Map<String, Operand<?>> all = new LinkedHashMap<>(outputs);
      all.put(output, operand);
      return new Ends(inputs, all);
    }
  }

  /** A third-party SavedModel; the test is skipped where the shared data are absent. */
  static Path thirdParty(String name) {
    Path model = THIRD_PARTY.resolve(name);
    boolean there = Files.isDirectory(model);
    if (!there) {
      System.out.println("skipped: " + model + " is absent");
    }
    Assumptions.assumeTrue(there, model + " is absent");
    return model;
  }

  /** Writes a frozen SavedModel with one signature. */
  static Path save(Path directory, Function<Ops, Ends> build) {
    return save(directory, proto(build));
  }

  static Path save(Path directory, SavedModel model) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SavedModel proto(Function<Ops, Ends> build) {
    try (Graph graph = new Graph()) {
      Ends ends = build.apply(Ops.create(graph));
      SignatureDef.Builder signature =
          SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
      ends.inputs().forEach((key, operand) -> signature.putInputs(key, info(operand)));
      ends.outputs().forEach((key, operand) -> signature.putOutputs(key, info(operand)));
      MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef());
      meta.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion("2.18.0");
      meta.putSignatureDef("serving_default", signature.build());
      return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    }
  }

  static void card(Path directory, String text) {
    try {
      Path extra = Files.createDirectories(directory.resolve("assets.extra"));
      Files.writeString(extra.resolve("model_card.textproto"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model with its first graph changed. */
  static SavedModel withGraph(SavedModel model, Function<GraphDef, GraphDef> change) {
    SavedModel.Builder changed = model.toBuilder();
    MetaGraphDef.Builder meta = changed.getMetaGraphsBuilder(0);
    meta.setGraphDef(change.apply(meta.getGraphDef()));
    return changed.build();
  }

  static GraphDef withNode(GraphDef graph, String name, String op, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name).setOp(op);
    for (String input : inputs) {
      node.addInput(input);
    }
    return graph.toBuilder().addNode(node).build();
  }

  /**
   * uint8 [1, H, W, 3] → float32 [1, H, W, 1]: the weighted sum of the channels, times a factor.
   */
  static Ends weightedSum(Ops tf, double factor) {
    Placeholder<TUint8> image =
        tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(1, -1, -1, 3)));
    return Ends.of(image, weigh(tf, tf.dtypes.cast(image, TFloat32.class), -1, factor));
  }

  /** The weighted sum over a channel axis, kept as an axis of length 1. */
  static Operand<TFloat32> weigh(Ops tf, Operand<TFloat32> image, int channelAxis, double factor) {
    Operand<TFloat32> weights =
        channelAxis == 1
            ? tf.reshape(tf.constant(WEIGHTS), tf.constant(new int[] {1, 3, 1, 1}))
            : tf.constant(WEIGHTS);
    Operand<TFloat32> sum =
        tf.sum(tf.math.mul(image, weights), tf.constant(channelAxis), Sum.keepDims(true));
    return tf.math.mul(sum, tf.constant((float) factor));
  }

  /** Copies a folder, so that a test may break the copy. */
  static Path copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(file));
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TensorInfo info(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    if (output.shape().isUnknown()) {
      shape.setUnknownRank(true);
    } else {
      for (long side : output.shape().asArray()) {
        shape.addDimBuilder().setSize(side);
      }
    }
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtype(output.dataType())
        .setTensorShape(shape)
        .build();
  }
}
