package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import dev.fathom.train.losses.PoseLoss;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Fathom's own ego-motion network: the motion between two frames in metres and radians, with a
 * variance for each of its six numbers.
 *
 * <p>Both frames go through the same small encoder to 1/4 of the size; what each pixel matches
 * nearby in the other frame, what it shows, and where it lies are joined and brought down to 1/16,
 * where every position adds to the mean vote. The intrinsics say where a pixel lies, and turn what
 * a lens shows into what the camera did: angles are in inverse proportion to the focal length, and
 * the way forward is in proportion to it, as depth is in {@link DepthScale}.
 *
 * <p>Source: correlation Dosovitskiy et al. 2015; variances Kendall and Gal 2017.
 */
public final class FathomPose implements Network {
  static final String POSE = "previous_from_image";
  static final String LOG_VARIANCE = "log_variance";

  /**
   * How wide it is and how far it looks.
   *
   * @param multiplier of all channels
   * @param reach of the correlation, in pixels at 1/4 of the size
   */
  public record Options(double multiplier, int reach) {
    public static final Options DEFAULT = new Options(1, 4);

    public Options {
      if (!(multiplier > 0 && multiplier <= 4)) {
        throw new IllegalArgumentException(
            "the multiplier must be in (0, 4], found " + multiplier);
      }
      if (reach <= 0) {
        throw new IllegalArgumentException("the reach must be positive, found " + reach);
      }
    }

    int of(int channels) {
      return (int) Math.max(4, 4 * Math.round(channels * multiplier / 4));
    }
  }

  /** Typical sizes of the six numbers, so that what is learned is about 1. */
  private static final double[] TYPICAL = {0.1, 0.05, 0.2, 0.02, 0.02, 0.02};

  /** How each number grows with the focal length over the canonical one. */
  private static final double[] FOCAL_POWER = {0, 0, 1, -1, -1, 0};

  private static final double LAST_GAIN = 0.1;

  private final Options options;

  public FathomPose(Options options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "fathom_pose";
  }

  @Override
  public String summary() {
    return "Fathom's network for ego-motion: six numbers between two frames and their"
        + " log-variances.";
  }

  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.PREVIOUS, Field.INTRINSICS);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.PREVIOUS_FROM_IMAGE);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(
        new Signature(
            Signature.MAIN,
            Task.EGO_MOTION,
            inputs(),
            List.of(
                Output.newBuilder().setTensor(POSE).setRole(Role.POSE).build(),
                DepthScale.logVariance(LOG_VARIANCE))));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> image = features(layers, in.get(Field.IMAGE));
    Operand<TFloat32> previous = features(layers, in.get(Field.PREVIOUS));
    Operand<TFloat32> x =
        layers.concat(
            List.of(
                LocalCorrelation.of(
                    layers, unit(tf, image), unit(tf, previous), options.reach()),
                layers.relu(layers.conv("seen", image, 1, options.of(16))),
                rays(tf, image, in)));
    x = layers.relu(layers.conv("joined", x, 3, options.of(64)));
    x = layers.relu(layers.conv("down1", x, ConvSpec.of(3, options.of(64)).stride(2)));
    x = residual(layers, "block1", x);
    x = layers.relu(layers.conv("down2", x, ConvSpec.of(3, options.of(96)).stride(2)));
    x = residual(layers, "block2", x);
    return votes(layers, in, layers.conv("last", x, ConvSpec.of(1, 12).gain(LAST_GAIN)));
  }

  /** The same weights for both frames, to 1/4 of the size. */
  private Operand<TFloat32> features(Layers layers, Operand<TFloat32> image) {
    Operand<TFloat32> x = layers.spaceToDepth(image, 2);
    x = layers.relu(layers.conv("encoder.first", x, 3, options.of(16)));
    x = layers.relu(layers.conv("encoder.down", x, ConvSpec.of(3, options.of(32)).stride(2)));
    return layers.conv("encoder.last", x, 3, options.of(32));
  }

  /** A residual block that starts as nothing. */
  private static Operand<TFloat32> residual(Layers layers, String name, Operand<TFloat32> x) {
    int channels = Math.toIntExact(x.shape().get(3));
    Operand<TFloat32> y = layers.relu(layers.conv3x3(name + ".conv1", x, channels));
    return layers.relu(layers.add(x, layers.conv3x3(name + ".conv2", y, channels, 0)));
  }

  /** Features scaled so that their mean product is their cosine. */
  private static Operand<TFloat32> unit(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> meanSquare =
        tf.math.mean(
            tf.math.square(x),
            tf.constant(new int[] {3}),
            Mean.keepDims(true));
    return tf.math.mul(x, tf.math.rsqrt(tf.math.add(meanSquare, tf.constant(1e-6f))));
  }

  /** Where each pixel looks: x / z and y / z. Shape: [N, H, W, 2]. */
  private static Operand<TFloat32> rays(Ops tf, Operand<TFloat32> like, SampleTensors in) {
    Operand<TFloat64> quarter = VideoPyramid.resized(tf, in.exact(Field.INTRINSICS), 4);
    Operand<TFloat64> depth =
        tf.zerosLike(
            tf.dtypes.cast(
                tf.reduceSum(like, tf.constant(3)), TFloat64.class));
    Operand<TFloat64> points =
        Projection.backproject(tf, tf.math.add(depth, tf.constant(1.0)), quarter);
    return tf.dtypes.cast(
        tf.slice(points, tf.constant(new int[4]), tf.constant(new int[] {-1, -1, -1, 2})),
        TFloat32.class);
  }

  /** The mean over all positions, in metres and radians. In float64, which keeps small numbers. */
  private static Predictions votes(Layers layers, SampleTensors in, Operand<TFloat32> x) {
    Ops tf = layers.ops();
    Operand<TFloat64> mean =
        tf.math.mean(tf.dtypes.cast(x, TFloat64.class), tf.constant(new int[] {1, 2}));
    Operand<TFloat64> six =
        tf.slice(mean, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 6}));
    Operand<TFloat64> logVariance =
        tf.slice(mean, tf.constant(new int[] {0, 6}), tf.constant(new int[] {-1, 6}));
    Operand<TFloat64> logUnit = logUnit(tf, in.exact(Field.INTRINSICS));
    return new Predictions()
        .with(POSE, tf.dtypes.cast(tf.math.mul(six, tf.math.exp(logUnit)), TFloat32.class))
        .with(
            LOG_VARIANCE,
            tf.dtypes.cast(
                tf.math.add(logVariance, tf.math.mul(logUnit, tf.constant(2.0))),
                TFloat32.class));
  }

  /** ln of what 1 means, for each of the six numbers. Shape: [N, 6]. */
  private static Operand<TFloat64> logUnit(Ops tf, Operand<TFloat64> intrinsics) {
    double[] logTypical = new double[TYPICAL.length];
    for (int i = 0; i < logTypical.length; i++) {
      logTypical[i] = Math.log(TYPICAL[i]);
    }
    Operand<TFloat64> fx =
        tf.slice(intrinsics, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 1}));
    Operand<TFloat64> logFocal =
        tf.math.log(
            tf.math.div(fx, tf.constant(DepthScale.DEFAULT.canonicalFocalPx())));
    return tf.math.add(
        tf.constant(logTypical), tf.math.mul(logFocal, tf.constant(FOCAL_POWER)));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return PoseLoss.likelihood(
        tf,
        PoseMatrix.fromRotationVector(tf, predictions.exact(tf, POSE)),
        predictions.exact(tf, LOG_VARIANCE),
        PoseMatrix.fromRotationVector(tf, sample.exact(Field.PREVIOUS_FROM_IMAGE)));
  }
}
