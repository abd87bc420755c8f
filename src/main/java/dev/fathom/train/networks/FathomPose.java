package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.Padding;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.losses.PoseLoss;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Fathom's own ego-motion network: the motion between two frames in metres and radians, with a
 * variance for each of its six numbers. Depth and ego-motion share one scale, because the motion is
 * the one that moves the points of a depth image to where the other frame shows them.
 *
 * <p>From 1/8 to 1/2 of the size, {@link DirectAlignment} lays the features of both frames over
 * each other. What is learned is what the frames are compared by (grey, freed from the local mean
 * and contrast, and some features of a small encoder), how much each pixel counts, seeing how far
 * off it is, and how sure to be, from the normal equations' own covariance.
 *
 * <p>σ says how well frames and depth fit; an error that all depths have in common is an error of
 * the way that no frame shows, and comes on top.
 *
 * <p>Source: feature-metric alignment with learned weights, Tang and Tan 2019, section 4; the
 * variances Kendall and Gal 2017.
 */
public final class FathomPose implements Network {
  static final String POSE = "previous_from_image";
  static final String LOG_VARIANCE = "log_variance";

  /**
   * How wide it is and how long it improves.
   *
   * @param channels of the encoder and of what weighs the pixels
   * @param features that are learned, beside grey
   * @param iterations at each size
   */
  public record Options(int channels, int features, int iterations) {
    public static final Options DEFAULT = new Options(16, 3, 6);

    public Options {
      if (channels <= 0 || features <= 0 || iterations <= 0) {
        throw new IllegalArgumentException(
            String.format(
                "channels, features and iterations must be positive, found %d, %d and %d",
                channels, features, iterations));
      }
    }
  }

  private static final int COARSEST = 3;
  private static final int FINEST = 1;

  /** Side of the window of local mean and contrast. Units: pixels of the size at hand. */
  private static final int WINDOW = 9;

  /** A contrast that is still noise, white being 1. */
  private static final double NOISE = 0.03;

  /** Errors beyond these are no longer small. Units: metres and radians. */
  private static final double[] SMALL = {0.02, 0.02, 0.02, 0.004, 0.004, 0.004};

  private static final double FEATURE_GAIN = 0.3;

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
    return "Fathom's network for ego-motion: from two frames and the depth of one, six numbers and"
        + " their log-variances.";
  }

  @Override
  public int sideMultiple() {
    return 1 << COARSEST;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.PREVIOUS, Field.DEPTH, Field.INTRINSICS);
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

  /** A motion, and how sure the size that it was found at is. */
  private record Aligned(
      DirectAlignment alignment, Operand<TFloat64> pose, Operand<TFloat64> weight) {}

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    VideoPyramid video = new VideoPyramid(tf, in);
    Aligned found = aligned(layers, in, video, COARSEST, still(tf, in.exact(Field.INTRINSICS)));
    for (int scale = COARSEST - 1; scale >= FINEST; scale--) {
      found = aligned(layers, in, video, scale, found.pose());
    }
    return new Predictions()
        .with(POSE, tf.dtypes.cast(PoseMatrix.toRotationVector(tf, found.pose()), TFloat32.class))
        .with(
            LOG_VARIANCE,
            logVariance(layers, found.alignment().certainty(found.pose(), found.weight())));
  }

  private Aligned aligned(
      Layers layers, SampleTensors in, VideoPyramid video, int scale, Operand<TFloat64> start) {
    Ops tf = layers.ops();
    Operand<TFloat32> image = features(layers, video.picture(Field.IMAGE, scale));
    Operand<TFloat32> previous = features(layers, video.picture(Field.PREVIOUS, scale));
    DirectAlignment alignment =
        new DirectAlignment(
            tf,
            exact(tf, image),
            exact(tf, previous),
            every(tf, in.exact(Field.DEPTH), 1 << scale),
            video.intrinsics(scale));
    Operand<TFloat64> weight = weight(layers, image, alignment.residual(start));
    Operand<TFloat64> pose = start;
    for (int i = 0; i < options.iterations(); i++) {
      pose = alignment.improve(pose, weight);
    }
    return new Aligned(alignment, pose, weight);
  }

  /** No motion. Shape: [N, 4] to [N, 4, 4]. */
  private static Operand<TFloat64> still(Ops tf, Operand<TFloat64> intrinsics) {
    Operand<TFloat64> four = tf.math.mul(intrinsics, tf.constant(0.0));
    Operand<TFloat64> six =
        tf.concat(
            List.of(four, tf.slice(four, tf.constant(new int[2]), tf.constant(new int[] {-1, 2}))),
            tf.constant(1));
    return PoseMatrix.fromRotationVector(tf, six);
  }

  /** Grey with the local mean and contrast taken out, and what the encoder adds. */
  private Operand<TFloat32> features(Layers layers, Operand<TFloat64> picture) {
    Ops tf = layers.ops();
    Operand<TFloat64> grey = tf.expandDims(tf.math.mean(picture, tf.constant(3)), tf.constant(3));
    Operand<TFloat64> mean = localMean(tf, grey);
    Operand<TFloat64> variance =
        tf.math.sub(localMean(tf, tf.math.square(grey)), tf.math.square(mean));
    Operand<TFloat64> contrast =
        tf.math.sqrt(
            tf.math.add(tf.math.maximum(variance, tf.constant(0.0)), tf.constant(NOISE * NOISE)));
    Operand<TFloat32> plain =
        tf.dtypes.cast(tf.math.div(tf.math.sub(grey, mean), contrast), TFloat32.class);
    Operand<TFloat32> x = layers.concat(tf.dtypes.cast(picture, TFloat32.class), plain);
    x = layers.relu(conv(layers, "encoder.first", x, options.channels(), 1));
    x = layers.relu(conv(layers, "encoder.second", x, options.channels(), 1));
    return layers.concat(plain, conv(layers, "encoder.last", x, options.features(), FEATURE_GAIN));
  }

  /** 3×3, mirrored at the border: an edge there would hold still whatever the camera does. */
  private static Operand<TFloat32> conv(
      Layers layers, String name, Operand<TFloat32> x, int channels, double gain) {
    return layers.conv(name, x, ConvSpec.of(3, channels).gain(gain).padding(Padding.reflected(1)));
  }

  private static Operand<TFloat64> localMean(Ops tf, Operand<TFloat64> x) {
    List<Long> window = List.of(1L, (long) WINDOW, (long) WINDOW, 1L);
    return tf.nn.avgPool(x, window, List.of(1L, 1L, 1L, 1L), "SAME");
  }

  /** How much each pixel counts. Shape: float64 [N, h, w, 1], 0 to 1. */
  private Operand<TFloat64> weight(
      Layers layers, Operand<TFloat32> image, DirectAlignment.Residual residual) {
    Ops tf = layers.ops();
    Operand<TFloat32> difference = tf.dtypes.cast(residual.difference(), TFloat32.class);
    Operand<TFloat32> x =
        layers.concat(
            List.of(
                image,
                difference,
                tf.math.abs(difference),
                tf.dtypes.cast(residual.valid(), TFloat32.class)));
    x = layers.relu(conv(layers, "weight.first", x, options.channels(), 1));
    x = layers.relu(conv(layers, "weight.second", x, options.channels(), 1));
    return exact(tf, layers.sigmoid(conv(layers, "weight.last", x, 1, 0)));
  }

  /** The normal equations' own log-variances, and what must be added to them. Shape: [N, 6]. */
  private Operand<TFloat32> logVariance(Layers layers, DirectAlignment.Certainty certainty) {
    Ops tf = layers.ops();
    Operand<TFloat32> own = tf.dtypes.cast(tf.math.log(certainty.covariance()), TFloat32.class);
    Operand<TFloat32> differences =
        tf.dtypes.cast(
            tf.expandDims(tf.math.log(certainty.variance()), tf.constant(1)), TFloat32.class);
    Operand<TFloat32> x =
        tf.math.mul(
            tf.stopGradient(tf.concat(List.of(own, differences), tf.constant(1))),
            tf.constant(0.1f));
    x = layers.relu(layers.dense("sure.first", x, options.channels(), 1));
    return tf.math.add(tf.stopGradient(own), layers.dense("sure.last", x, 6, 0));
  }

  private static Operand<TFloat64> exact(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TFloat64.class);
  }

  /** The pixels in the middle of squares of this side. Shape: [N, H, W, 1] to [N, h, w]. */
  private static Operand<TFloat64> every(Ops tf, Operand<TFloat64> map, int side) {
    int middle = side / 2;
    Operand<TFloat64> chosen =
        tf.stridedSlice(
            map,
            tf.constant(new int[] {0, middle, middle, 0}),
            tf.constant(new int[4]),
            tf.constant(new int[] {1, side, side, 1}),
            StridedSlice.beginMask(0b1001L),
            StridedSlice.endMask(0b1111L));
    return tf.squeeze(chosen, Squeeze.axis(List.of(3L)));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return PoseLoss.robust(
        tf,
        PoseMatrix.fromRotationVector(tf, predictions.exact(tf, POSE)),
        predictions.exact(tf, LOG_VARIANCE),
        PoseMatrix.fromRotationVector(tf, sample.exact(Field.PREVIOUS_FROM_IMAGE)),
        SMALL);
  }
}
