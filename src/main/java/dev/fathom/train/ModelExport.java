package dev.fathom.train;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.layers.FrozenLayers;
import dev.fathom.train.networks.MonoNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Writes a trained depth network as a SavedModel with its card, to be run on any picture.
 *
 * <p>The weights are constants with batch normalisation folded in. The graph takes uint8 RGB
 * pictures of any size, resizes them to about the area that the network was trained at, sides
 * rounded as {@link dev.fathom.model.NetworkSize} says, and gives p and its log-variance at that
 * size.
 */
final class ModelExport {
  static final String IMAGE = "image";
  static final String LOG_DEPTH = "log_depth";
  static final String LOG_VARIANCE = "log_variance";

  private ModelExport() {}

  /**
   * Writes {@code saved_model.pb} and {@code assets.extra/model_card.textproto} into a folder.
   *
   * @param values the trained variables
   * @param area pixels of the network's input
   */
  static void write(
      Path folder, MonoNetwork network, Map<String, float[]> values, int area, ModelCard card)
      throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TUint8> image =
          tf.withName(IMAGE).placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Operand<TFloat32> picture = networkPicture(tf, image, area, network.sideMultiple());
      MonoNetwork.Prediction prediction = network.build(new FrozenLayers(tf, values), picture);
      SavedModelWriter.write(
          folder,
          graph,
          Map.of(IMAGE, image),
          Map.of(
              LOG_DEPTH, tf.withName(LOG_DEPTH).identity(prediction.depth()),
              LOG_VARIANCE, tf.withName(LOG_VARIANCE).identity(prediction.logVariance())));
    }
    Path extra = Files.createDirectories(folder.resolve("assets.extra"));
    Files.writeString(
        extra.resolve("model_card.textproto"), TextFormat.printer().printToString(card));
  }

  /** The picture in [0, 1] at the network's size, every pixel the mean of what it covers. */
  private static Operand<TFloat32> networkPicture(
      Ops tf, Operand<TUint8> image, int area, int multiple) {
    Operand<TFloat32> resized = tf.image.resizeArea(image, networkSides(tf, image, area, multiple));
    Operand<TFloat32> shaped = tf.ensureShape(resized, Shape.of(-1, -1, -1, 3));
    return tf.math.mul(shaped, tf.constant(1 / 255f));
  }

  /** [height, width] by the rule of NetworkSize, in float64 and its order, to round alike. */
  private static Operand<TInt32> networkSides(
      Ops tf, Operand<TUint8> image, int area, int multiple) {
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
