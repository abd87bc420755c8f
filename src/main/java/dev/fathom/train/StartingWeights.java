package dev.fathom.train;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.layers.ThawedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.networks.Network;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorProto;

/**
 * What a training begins with besides chance: the weights of an exported network, or of another
 * training.
 *
 * <p>Variables that only the training needs are not in an exported network; they begin anew, as the
 * optimiser's memory does in any case.
 *
 * @param values by variable
 * @param batchStatistics whether training may go on by each batch's statistics: not where
 *     normalisation has been folded into the weights
 */
record StartingWeights(Map<String, float[]> values, boolean batchStatistics) {
  private static final String MODEL_FILE = "saved_model.pb";
  private static final String CARD_FILE = "assets.extra/model_card.textproto";

  /**
   * Reads them.
   *
   * @param folder of a SavedModel that Fathom exported in float32, or of a training
   * @throws IllegalArgumentException if it is neither, or does not fit the network
   */
  static StartingWeights read(Path folder, Network network) throws IOException {
    if (Files.exists(folder.resolve(Trainer.CHECKPOINT))) {
      return new StartingWeights(Exporter.kept(folder), true);
    }
    Path file = folder.resolve(MODEL_FILE);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          String.format(
              "%s is neither a training nor a SavedModel: it has no %s and no %s",
              folder, Trainer.CHECKPOINT, MODEL_FILE));
    }
    Map<String, ThawedLayers.Constant> constants = constants(file);
    try (Graph graph = new Graph()) {
      return of(Ops.create(graph), constants, network);
    } catch (IllegalArgumentException e) {
      throw misfit(folder, network, String.valueOf(e.getMessage()));
    }
  }

  private static StartingWeights of(
      Ops tf, Map<String, ThawedLayers.Constant> constants, Network network) {
    if (network.refinement().isPresent()) {
      Map<String, float[]> values = new LinkedHashMap<>();
      constants.forEach(
          (name, constant) -> {
            if (name.endsWith(RefinementExport.TRAINED)) {
              int end = name.length() - RefinementExport.TRAINED.length();
              values.put(name.substring(0, end), constant.values());
            }
          });
      return new StartingWeights(values, true);
    }
    ThawedLayers layers = new ThawedLayers(tf, constants);
    network.build(layers, ModelExport.sample(tf, network));
    return new StartingWeights(layers.values(), !layers.isFolded());
  }

  /** The values of all variables: these where they are given, the first ones elsewhere. */
  Map<String, float[]> over(
      Map<String, float[]> first, Variables variables, Network network, Path folder)
      throws IOException {
    Map<String, float[]> all = new LinkedHashMap<>(first);
    for (Variables.Variable variable : variables.all()) {
      float[] given = values.get(variable.name());
      if (variable.kind() == Variables.Kind.SLOT || given == null) {
        continue;
      }
      int needed = Math.toIntExact(variable.shape().size());
      if (given.length != needed) {
        String why =
            String.format(
                "variable %s has %d values there, expected %d",
                variable.name(), given.length, needed);
        throw misfit(folder, network, why);
      }
      all.put(variable.name(), given);
    }
    requireMost(variables, network, folder);
    return all;
  }

  /** Names that two networks share by chance are no beginning. */
  private void requireMost(Variables variables, Network network, Path folder) throws IOException {
    List<String> missing =
        variables.trained().stream()
            .map(Variables.Variable::name)
            .filter(name -> !values.containsKey(name))
            .toList();
    boolean ofAnother =
        Files.exists(folder.resolve(Trainer.CHECKPOINT))
            && !networkIn(folder).equals(network.name());
    int all = variables.trained().size();
    if (missing.size() == all || (ofAnother && !missing.isEmpty())) {
      throw misfit(
          folder,
          network,
          String.format(
              "%d of %d variables are not there, such as %s", missing.size(), all, missing.get(0)));
    }
  }

  private static IllegalArgumentException misfit(Path folder, Network network, String why)
      throws IOException {
    String found = networkIn(folder);
    String what =
        found.isEmpty() || found.equals(network.name())
            ? String.format("%s does not fit %s as it is to be trained", folder, network.name())
            : String.format("%s holds the network %s, expected %s", folder, found, network.name());
    return new IllegalArgumentException(what + ": " + why + hyperparameters(folder));
  }

  /** The name of a folder's network; empty where nothing says it. */
  private static String networkIn(Path folder) throws IOException {
    Path checkpoint = folder.resolve(Trainer.CHECKPOINT);
    return Files.exists(checkpoint)
        ? Checkpoint.read(checkpoint).network()
        : card(folder).getName();
  }

  /** One line for the card of what begins with them. */
  static String describe(Path folder) throws IOException {
    ModelCard card = card(folder);
    return card.getName().isEmpty()
        ? folder.toString()
        : String.format(
            "%s (%s, %d steps on %s)",
            folder, card.getName(), card.getTraining().getSteps(), card.getTraining().getData());
  }

  /** What it was made with, for a message. */
  private static String hyperparameters(Path folder) {
    Map<String, String> network = new TreeMap<>();
    try {
      card(folder)
          .getTraining()
          .getHyperparametersMap()
          .forEach(
              (name, value) -> {
                if (name.startsWith("network.")) {
                  network.put(name, value);
                }
              });
    } catch (IOException e) {
      return "";
    }
    return network.isEmpty() ? "" : " (it was made with " + network + ")";
  }

  private static ModelCard card(Path folder) throws IOException {
    Path own = folder.resolve(CARD_FILE);
    Path file = Files.exists(own) ? own : folder.resolve(NetworkTraining.MODEL).resolve(CARD_FILE);
    return Files.exists(file)
        ? TextFormat.parse(Files.readString(file), ModelCard.class)
        : ModelCard.getDefaultInstance();
  }

  private static Map<String, ThawedLayers.Constant> constants(Path file) throws IOException {
    Map<String, ThawedLayers.Constant> constants = new LinkedHashMap<>();
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
    for (NodeDef node : model.getMetaGraphs(0).getGraphDef().getNodeList()) {
      if (node.getOp().equals("Const")) {
        TensorProto tensor = node.getAttrOrThrow("value").getTensor();
        if (tensor.getDtype() == DataType.DT_FLOAT) {
          constants.put(node.getName(), constant(tensor));
        }
      }
    }
    return constants;
  }

  /**
   * Source: tensorflow/core/framework/tensor.proto: the last value of a list goes on to the end.
   */
  private static ThawedLayers.Constant constant(TensorProto tensor) {
    long[] sides =
        tensor.getTensorShape().getDimList().stream().mapToLong(side -> side.getSize()).toArray();
    Shape shape = Shape.of(sides);
    float[] values = new float[Math.toIntExact(shape.size())];
    FloatBuffer raw =
        tensor
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    if (raw.remaining() == values.length) {
      raw.get(values);
    } else if (tensor.getFloatValCount() > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatVal(Math.min(i, tensor.getFloatValCount() - 1));
      }
    }
    return new ThawedLayers.Constant(shape, values);
  }
}
