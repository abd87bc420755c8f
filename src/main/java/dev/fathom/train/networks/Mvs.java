package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.BilinearSampler;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import dev.fathom.train.layers.SoftArgmin;
import dev.fathom.train.losses.CombinedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Depth from a picture and its neighbours in a video whose motions are known: a plane sweep.
 *
 * <p>The neighbours' features are read where they would be if all points lay at one of a number of
 * depths, at equal steps of inverse depth; how well they fit makes a volume, which convolutions
 * clear up with the picture's own features, and the soft minimum of whose cost is the depth. All at
 * 1/4 of the size; at 1/2 a residual is added, and interpolated to the whole.
 *
 * <p>Source: Collins 1996 for the sweep; Yao et al. 2018 for features, volume and soft minimum,
 * with the views' mean instead of their variance, and 2D convolutions over the depths as channels.
 */
public final class Mvs implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier factor on the channels of every layer
   * @param hypotheses depths that are tried
   */
  public record Options(double widthMultiplier, int hypotheses) {
    public static final Options DEFAULT = new Options(1, 32);

    public Options {
      new WidthMultiplier(widthMultiplier);
      if (!(hypotheses >= 2 && hypotheses <= 256)) {
        throw new IllegalArgumentException("hypotheses must be 2 to 256, found " + hypotheses);
      }
    }
  }

  private static final List<Field> SOURCES = List.of(Field.PREVIOUS, Field.NEXT);
  private static final List<Field> MOTIONS =
      List.of(Field.PREVIOUS_FROM_IMAGE, Field.NEXT_FROM_IMAGE);
  private static final int REDUCED = 4;
  private static final double NEAREST_METRES = 0.4;
  private static final double LAST_GAIN = 0.1;

  /** The residual speaks in steps of p, of which 0.1 is a factor of 1.8 in depth. */
  private static final double RESIDUAL = 0.1;

  private final Options options;
  private final WidthMultiplier width;

  public Mvs(Options options) {
    this.options = options;
    this.width = new WidthMultiplier(options.widthMultiplier());
  }

  @Override
  public String name() {
    return "mvs";
  }

  @Override
  public String summary() {
    return "Depth from three frames of a video whose motions are known, by a plane sweep.";
  }

  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(
        Field.IMAGE,
        Field.PREVIOUS,
        Field.NEXT,
        Field.PREVIOUS_FROM_IMAGE,
        Field.NEXT_FROM_IMAGE,
        Field.INTRINSICS);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.DEPTH);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(SupervisedDepth.signature(inputs()));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    Operand<TFloat32> half = halfFeatures(layers, image);
    Operand<TFloat32> quarter = quarterFeatures(layers, half);
    double[] inverse = inverseDepths();
    List<Operand<TFloat32>> fits = new ArrayList<>();
    for (int i = 0; i < SOURCES.size(); i++) {
      Operand<TFloat32> other =
          quarterFeatures(layers, halfFeatures(layers, in.get(SOURCES.get(i))));
      Operand<TFloat64> pose =
          PoseMatrix.fromRotationVector(tf, in.exact(MOTIONS.get(i)));
      fits.add(swept(tf, unit(tf, quarter), unit(tf, other), pose, in, inverse));
    }
    Operand<TFloat32> cost = cost(layers, layers.add(fits.get(0), fits.get(1)), quarter);
    Operand<TFloat64> mean = SoftArgmin.of(tf, cost, inverse).mean();
    Operand<TFloat64> p =
        DepthScale.DEFAULT.normalised(
            tf,
            tf.expandDims(tf.math.reciprocal(mean), tf.constant(3)),
            in.exact(Field.INTRINSICS));
    return refined(layers, tf.dtypes.cast(p, TFloat32.class), half, image);
  }

  /** From beyond what counts to the nearest, in 1/metres. */
  private double[] inverseDepths() {
    double[] inverse = new double[options.hypotheses()];
    double first = 1 / DepthScale.DEFAULT.maxMetres();
    double step = (1 / NEAREST_METRES - first) / (inverse.length - 1);
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = first + i * step;
    }
    return inverse;
  }

  private Operand<TFloat32> halfFeatures(Layers layers, Operand<TFloat32> picture) {
    Operand<TFloat32> x = layers.spaceToDepth(picture, 2);
    return layers.relu(layers.conv("features.half", x, 3, width.of(16)));
  }

  private Operand<TFloat32> quarterFeatures(Layers layers, Operand<TFloat32> half) {
    ConvSpec down = ConvSpec.of(3, width.of(32)).stride(2);
    Operand<TFloat32> x = layers.relu(layers.conv("features.down", half, down));
    x = layers.relu(layers.conv("features.quarter1", x, 3, width.of(32)));
    return layers.conv("features.quarter2", x, 3, width.of(32));
  }

  /** Scaled so that the mean product of two features is their cosine. */
  private static Operand<TFloat32> unit(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> meanSquare =
        tf.math.mean(tf.math.square(x), tf.constant(new int[] {3}), Mean.keepDims(true));
    return tf.math.mul(x, tf.math.rsqrt(tf.math.add(meanSquare, tf.constant(1e-6f))));
  }

  /** The cosine at each depth; 0 where the other picture does not show the point. */
  private static Operand<TFloat32> swept(
      Ops tf,
      Operand<TFloat32> here,
      Operand<TFloat32> other,
      Operand<TFloat64> otherFromImage,
      SampleTensors in,
      double[] inverseDepths) {
    Operand<TFloat64> camera =
        VideoPyramid.resized(tf, in.exact(Field.INTRINSICS), REDUCED);
    Operand<TFloat64> none =
        tf.zerosLike(tf.dtypes.cast(tf.sum(here, tf.constant(3)), TFloat64.class));
    List<Operand<TFloat32>> cosines = new ArrayList<>();
    for (double inverse : inverseDepths) {
      Operand<TFloat64> depth = tf.math.add(none, tf.constant(1 / inverse));
      Operand<TFloat64> where =
          Projection.reproject(tf, depth, camera, otherFromImage, camera).coordinates();
      Operand<TFloat32> there = BilinearSampler.sample(tf, other, where).values();
      cosines.add(
          tf.math.mean(
              tf.math.mul(here, there), tf.constant(new int[] {3}), Mean.keepDims(true)));
    }
    return tf.concat(cosines, tf.constant(3));
  }

  /** A small hourglass over fit and appearance. Shape: [N, h, w, hypotheses]. */
  private Operand<TFloat32> cost(
      Layers layers, Operand<TFloat32> fit, Operand<TFloat32> features) {
    Operand<TFloat32> seen = layers.relu(layers.conv("cost.seen", features, 1, width.of(16)));
    Operand<TFloat32> fine =
        layers.relu(layers.conv("cost.joined", layers.concat(fit, seen), 3, width.of(48)));
    Operand<TFloat32> x =
        layers.relu(layers.conv("cost.down1", fine, ConvSpec.of(3, width.of(64)).stride(2)));
    Operand<TFloat32> middle = layers.relu(layers.conv("cost.conv1", x, 3, width.of(64)));
    x = layers.relu(layers.conv("cost.down2", middle, ConvSpec.of(3, width.of(96)).stride(2)));
    x = layers.relu(layers.conv("cost.conv2", x, 3, width.of(96)));
    x = layers.conv("cost.up2", x, 1, width.of(64));
    x = layers.relu(layers.add(layers.resizeLike(x, middle), middle));
    x = layers.conv("cost.up1", layers.relu(layers.conv("cost.conv3", x, 3, width.of(64))), 1,
        width.of(48));
    x = layers.relu(layers.add(layers.resizeLike(x, fine), fine));
    x = layers.conv3x3("cost.last", x, options.hypotheses(), LAST_GAIN);
    // What fits costs little, before anything is learned.
    return layers.add(x, layers.scale(fit, -4));
  }

  /** At 1/2 of the size, with what the picture shows there. */
  private Predictions refined(
      Layers layers, Operand<TFloat32> p, Operand<TFloat32> half, Operand<TFloat32> image) {
    Operand<TFloat32> coarse = layers.resizeLike(p, half);
    Operand<TFloat32> x = layers.concat(coarse, half);
    x = layers.relu(layers.conv("refined.conv1", x, 3, width.of(32)));
    x = layers.relu(layers.conv("refined.conv2", x, 3, width.of(32)));
    x = layers.conv3x3("refined.last", x, 2, LAST_GAIN);
    Operand<TFloat32> depth =
        layers.add(coarse, layers.scale(layers.channels(x, 0, 1), RESIDUAL));
    Operand<TFloat32> both = layers.concat(depth, layers.channels(x, 1, 1));
    return SupervisedDepth.predictions(layers, layers.resizeLike(both, image));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return SupervisedDepth.loss(
        tf,
        sample,
        predictions,
        (p, truth) -> CombinedLoss.DEFAULT.of(tf, sample.exact(Field.IMAGE), p, truth));
  }
}
