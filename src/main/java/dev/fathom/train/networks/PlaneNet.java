package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PyramidPooling;
import dev.fathom.train.layers.ResNetEncoder;
import dev.fathom.train.losses.MaskCrossEntropy;
import dev.fathom.train.losses.PlaneChamfer;
import dev.fathom.train.losses.PlaneDepth;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Planes from one picture: a dilated residual network with a head for the planes' parameters, one
 * for their masks, and one for the depth of what is not planar.
 *
 * <p>The camera is an input, since the depth of a plane is along the pixel's ray; the paper has one
 * camera only. The picture sees what the planes' masks make of the planes' depths and the
 * non-planar one. The encoder has the blocks of ResNet-50 at 1/8 of the size; the conditional
 * random field behind the masks is left out.
 *
 * <p>Units: metres; a plane is its normal times its distance. For rooms: planes and depths beyond
 * 10 m are unknown to the loss.
 *
 * <p>Source: Liu et al. 2018 (PlaneNet), section 3; Yu et al. 2017; Zhao et al. 2017.
 */
public final class PlaneNet implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param planes how many are predicted
   * @param planeWeight of the Chamfer distance in the loss
   * @param maskWeight of the masks' cross-entropy
   * @param depthWeight of the depth of each mask
   */
  public record Options(
      double widthMultiplier,
      int planes,
      double planeWeight,
      double maskWeight,
      double depthWeight) {
    public static final Options DEFAULT = new Options(1, 10, 1, 1, 1);

    public Options {
      new WidthMultiplier(widthMultiplier);
      if (planes < 1 || planes > TRUE_PLANES) {
        throw new IllegalArgumentException(
            "planes must be 1 to " + TRUE_PLANES + ", found " + planes);
      }
      for (double weight : new double[] {planeWeight, maskWeight, depthWeight}) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
          throw new IllegalArgumentException("a weight must not be negative, found " + weight);
        }
      }
    }
  }

  /** Exported: [N, K, 3]. */
  static final String PLANES = "planes";

  /** Exported: probabilities, [N, H, W, K + 1], the last of no plane. */
  static final String MASKS = "masks";

  /** Exported: what the masks compose, [N, H, W]. */
  static final String DEPTH = "depth";

  private static final String LOGITS = "logits";
  private static final String OTHER = "other_depth";

  private static final int TRUE_PLANES = Field.PLANES.channels() / 3;
  private static final PlaneDepth GEOMETRY = PlaneDepth.INDOORS;
  private static final double MIN_METRES = 0.1;
  private static final List<Integer> GRIDS = List.of(1, 2, 3, 6);
  private static final int POOLED_CHANNELS = 512;

  /** Where the non-planar depth starts. */
  private static final double FIRST_METRES = 3;

  private final Options options;
  private final WidthMultiplier width;

  public PlaneNet(Options options) {
    this.options = options;
    this.width = new WidthMultiplier(options.widthMultiplier());
  }

  @Override
  public String name() {
    return "planenet";
  }

  @Override
  public String summary() {
    return "Planes of a room and depth composed of them (PlaneNet, Liu) from one colour picture.";
  }

  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.INTRINSICS);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.DEPTH, Field.PLANES, Field.PLANE_IDS);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(
        new Signature(
            Signature.MAIN,
            Task.MONO_DEPTH,
            inputs(),
            List.of(
                Output.newBuilder()
                    .setTensor(DEPTH)
                    .setRole(Role.DEPTH)
                    .setMinMetres(MIN_METRES)
                    .setMaxMetres(GEOMETRY.maxDepth())
                    .build(),
                Output.newBuilder().setTensor(PLANES).setRole(Role.PLANES).build(),
                Output.newBuilder().setTensor(MASKS).setRole(Role.PLANE_MASKS).build())));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    ResNetEncoder encoder = Encoders.resnet50(width).withOutputStride(8);
    List<Operand<TFloat32>> maps = encoder.of(layers, "encoder", image);
    Operand<TFloat32> last = maps.get(maps.size() - 1);
    int planes = options.planes();
    Operand<TFloat32> parameters =
        tf.reshape(
            layers.dense("planes", layers.globalAverageVector(last), 3 * planes, 1),
            tf.constant(new int[] {-1, planes, 3}));
    Operand<TFloat32> pooled =
        PyramidPooling.of(layers, "pyramid", last, GRIDS, width.of(POOLED_CHANNELS));
    pooled = layers.relu(layers.convNormalised("shared", pooled, 3, width.of(POOLED_CHANNELS)));
    Operand<TFloat32> heads = layers.conv("heads", pooled, ConvSpec.of(1, planes + 2).gain(0.1));
    heads = layers.resizeLike(heads, image);
    Operand<TFloat32> logits = layers.channels(heads, 0, planes + 1);
    Operand<TFloat32> other =
        tf.math.add(layers.channels(heads, planes + 1, 1), tf.constant((float) FIRST_METRES));
    Operand<TFloat64> masks = softmax(tf, exact(tf, logits));
    Operand<TFloat64> depths =
        depths(tf, exact(tf, parameters), exact(tf, other), in.exact(Field.INTRINSICS));
    Operand<TFloat64> depth =
        tf.squeeze(PlaneDepth.composed(tf, depths, masks), Squeeze.axis(List.of(3L)));
    return new Predictions()
        .with(PLANES, parameters)
        .with(LOGITS, logits)
        .with(OTHER, other)
        .with(MASKS, tf.dtypes.cast(masks, TFloat32.class))
        .with(DEPTH, tf.dtypes.cast(depth, TFloat32.class));
  }

  /** The planes' depths and the other one. Shape: [N, H, W, K + 1]. */
  static Operand<TFloat64> depths(
      Ops tf, Operand<TFloat64> planes, Operand<TFloat64> other, Operand<TFloat64> intrinsics) {
    Operand<TFloat64> rays = Rays.of(tf, other, intrinsics);
    return tf.concat(List.of(GEOMETRY.of(tf, planes, rays), other), tf.constant(3));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Operand<TFloat64> planes = predictions.exact(tf, PLANES);
    Operand<TFloat64> logits = predictions.exact(tf, LOGITS);
    TruePlanes truth = TruePlanes.of(tf, sample, options.planes(), GEOMETRY.maxDepth());
    Operand<TInt32> labels =
        truth.labels(tf, PlaneChamfer.nearest(tf, planes, truth.planes()), options.planes());
    Operand<TFloat64> depths =
        depths(tf, planes, predictions.exact(tf, OTHER), sample.exact(Field.INTRINSICS));
    Operand<TFloat64> depth = sample.exact(Field.DEPTH);
    Operand<TFloat64> near =
        tf.select(
            tf.math.less(depth, tf.constant(GEOMETRY.maxDepth())),
            depth,
            tf.math.mul(depth, tf.constant(Double.NaN)));
    return tf.math.add(
        weighted(tf, PlaneChamfer.of(tf, planes, truth.planes()), options.planeWeight()),
        tf.math.add(
            weighted(tf, MaskCrossEntropy.of(tf, logits, labels), options.maskWeight()),
            weighted(
                tf,
                PlaneDepth.maskedLoss(tf, depths, softmax(tf, logits), near),
                options.depthWeight())));
  }

  private static Operand<TFloat64> softmax(Ops tf, Operand<TFloat64> logits) {
    return tf.nn.softmax(logits);
  }

  private static Operand<TFloat64> exact(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TFloat64.class);
  }

  private static Operand<TFloat64> weighted(Ops tf, Operand<TFloat64> loss, double weight) {
    return tf.math.mul(loss, tf.constant(weight));
  }
}
