package dev.fathom.train;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.FrozenLayers;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.layers.WeightFormat;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Predictions;
import dev.fathom.train.networks.SampleTensors;
import dev.fathom.train.networks.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * Writes a trained network as a SavedModel with its card.
 *
 * <p>The weights are constants with batch normalisation folded in, unless the network is refined in
 * use ({@link RefinementExport}). Pictures go in as uint8. A network that takes pictures alone
 * takes them at any size: the graph resizes them to about the area that the network was trained at,
 * sides rounded as {@link dev.fathom.model.NetworkSize} says, and answers at its own size. One that
 * takes maps besides is fed at its own size.
 */
final class ModelExport {
  private ModelExport() {}

  /**
   * Writes {@code saved_model.pb} and {@code assets.extra/model_card.textproto} into a folder.
   *
   * @param values the trained variables
   * @param card also says the size of the network's input
   * @param format of the weights
   */
  static void write(
      Path folder,
      Network network,
      Map<String, float[]> values,
      ModelCard card,
      WeightFormat format)
      throws IOException {
    int area = card.getImage().getWidth() * card.getImage().getHeight();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      boolean resized = resizesInside(network);
      Map<Field, Placeholder<? extends TNumber>> fed = new EnumMap<>(Field.class);
      Map<Field, Operand<? extends TNumber>> seen = new EnumMap<>(Field.class);
      for (Field field : inputs(network)) {
        Placeholder<? extends TNumber> placeholder = placeholder(tf, field);
        fed.put(field, placeholder);
        seen.put(
            field,
            resized ? networkPicture(tf, placeholder, area, network.sideMultiple()) : placeholder);
      }
      SampleTensors sample = new SampleTensors(tf, seen, null);
      if (network.refinement().isPresent()) {
        requireFull(network, format);
        Variables variables = new Variables(tf);
        Predictions predictions = network.build(new TrainedLayers(tf, variables, false), sample);
        List<SavedModelWriter.Served> served = served(tf, network, fed, predictions);
        RefinementExport refinement = new RefinementExport(tf, variables, values);
        Operand<TFloat64> loss = network.loss(tf, sample, predictions);
        served.addAll(refinement.served(network.refinement().get(), fed, loss));
        SavedModelWriter.write(folder, graph, served, refinement.initialiser());
      } else {
        Predictions predictions = network.build(new FrozenLayers(tf, values, format), sample);
        SavedModelWriter.write(folder, graph, served(tf, network, fed, predictions), null);
      }
    }
    Path extra = Files.createDirectories(folder.resolve("assets.extra"));
    Files.writeString(
        extra.resolve("model_card.textproto"), TextFormat.printer().printToString(card));
  }

  /** The inputs of an exported network, at the network's own size. */
  static SampleTensors sample(Ops tf, Network network) {
    Map<Field, Operand<? extends TNumber>> fed = new EnumMap<>(Field.class);
    inputs(network).forEach(field -> fed.put(field, placeholder(tf, field)));
    return new SampleTensors(tf, fed, null);
  }

  /** What goes on learning does so in full precision. */
  private static void requireFull(Network network, WeightFormat format) {
    if (format != WeightFormat.FLOAT32) {
      throw new IllegalArgumentException(
          network.name() + " is refined in use, which weights of format " + format + " cannot be");
    }
  }

  /** The key of a field's input in a signature. */
  static String key(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /** Whether the graph brings its pictures to the network's size itself. */
  static boolean resizesInside(Network network) {
    return inputs(network).stream().allMatch(field -> field.kind() == Field.Kind.PICTURE);
  }

  private static Set<Field> inputs(Network network) {
    Set<Field> inputs = EnumSet.noneOf(Field.class);
    network.signatures().forEach(signature -> inputs.addAll(signature.inputs()));
    network.refinement().ifPresent(refinement -> inputs.addAll(refinement.inputs()));
    return inputs;
  }

  private static Placeholder<? extends TNumber> placeholder(Ops tf, Field field) {
    Shape shape =
        field.kind() == Field.Kind.VECTOR
            ? Shape.of(-1, field.channels())
            : Shape.of(-1, -1, -1, field.channels());
    Ops named = tf.withName(key(field));
    return field.isBytes()
        ? named.placeholder(TUint8.class, Placeholder.shape(shape))
        : named.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private static List<SavedModelWriter.Served> served(
      Ops tf,
      Network network,
      Map<Field, Placeholder<? extends TNumber>> fed,
      Predictions predictions) {
    Map<String, Operand<TFloat32>> named = new LinkedHashMap<>();
    List<SavedModelWriter.Served> all = new ArrayList<>();
    for (Signature signature : network.signatures()) {
      Map<String, Operand<?>> inputs = new LinkedHashMap<>();
      signature.inputs().stream().sorted().forEach(field -> inputs.put(key(field), fed.get(field)));
      Map<String, Operand<?>> outputs = new LinkedHashMap<>();
      for (var output : signature.outputs()) {
        String key = output.getTensor();
        outputs.put(
            key, named.computeIfAbsent(key, k -> tf.withName(k).identity(predictions.get(k))));
      }
      all.add(new SavedModelWriter.Served(signature.name(), inputs, outputs));
    }
    return all;
  }

  /** The picture in 0 … 255 at the network's size, every pixel the mean of what it covers. */
  private static Operand<TFloat32> networkPicture(
      Ops tf, Operand<? extends TNumber> image, int area, int multiple) {
    Operand<TFloat32> resized = tf.image.resizeArea(image, networkSides(tf, image, area, multiple));
    return tf.ensureShape(resized, Shape.of(-1, -1, -1, image.shape().get(3)));
  }

  /** [height, width] by the rule of NetworkSize, in float64 and its order, to round alike. */
  private static Operand<TInt32> networkSides(
      Ops tf, Operand<? extends TNumber> image, int area, int multiple) {
    Operand<TFloat64> sides =
        tf.dtypes.cast(
            tf.slice(tf.shape(image), tf.constant(new int[] {1}), tf.constant(new int[] {2})),
            TFloat64.class);
    Operand<TFloat64> pixels = tf.reduceProd(sides, tf.constant(0));
    Operand<TFloat64> scale = tf.math.sqrt(tf.math.div(tf.constant((double) area), pixels));
    Operand<TFloat64> multiples =
        tf.math.floor(
            tf.math.add(
                tf.math.div(tf.math.mul(sides, scale), tf.constant((double) multiple)),
                tf.constant(0.5)));
    return tf.math.mul(
        tf.dtypes.cast(tf.math.maximum(multiples, tf.constant(1.0)), TInt32.class),
        tf.constant(multiple));
  }
}
