package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.CostVolume;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PyramidPooling;
import dev.fathom.train.layers.SoftArgmin;
import dev.fathom.train.losses.Appearance;
import dev.fathom.train.losses.EdgeAwareSmoothness;
import dev.fathom.train.losses.HuberLoss;
import dev.fathom.train.losses.StudentLikelihood;
import dev.fathom.train.losses.View;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Learned stereo: features shared by both pictures, a volume of their correlation at a quarter of
 * the size, its regularisation with a view of the whole picture, and the expected disparity.
 *
 * <p>It learns from true disparity, or without truth from how well the right picture, moved by the
 * disparity, explains the left one.
 *
 * <p>Source: Survey section 4.2, its four steps; Kendall et al. 2017 for the expectation, Chang and
 * Chen 2018 for the pooling, Guo et al. 2019 for the grouped correlation, Godard et al. 2017 for
 * the loss without truth. Only truth teaches the log-variance.
 */
public final class Stereo implements Network {
  /** The volume's pixels are so many of the picture's. */
  private static final int STEP = 4;

  private static final String DISPARITY = "disparity";
  private static final String LOG_VARIANCE = "log_variance";
  private static final List<Integer> GRIDS = List.of(1, 2, 4);
  private static final int GRID_CHANNELS = 8;
  private static final double LIKELIHOOD_WEIGHT = 0.1;
  private static final double SMOOTHNESS_WEIGHT = 0.1;

  /**
   * Its size and its teacher.
   *
   * @param features channels of each picture's features, a multiple of {@code groups}
   * @param groups of channels that are correlated apart
   * @param disparities at a quarter of the size: 4 × as many pixels are searched
   * @param width channels of the regularisation
   * @param supervised whether it learns from true disparity; otherwise from the pair alone
   */
  public record Options(int features, int groups, int disparities, int width, boolean supervised) {
    public static final Options DEFAULT = new Options(32, 4, 24, 64, true);

    /** The same network, taught without truth. */
    public static final Options PHOTOMETRIC = new Options(32, 4, 24, 64, false);

    public Options {
      if (features <= 0 || groups <= 0 || features % groups != 0) {
        throw new IllegalArgumentException(
            "features must be a multiple of groups, found " + features + " and " + groups);
      }
      if (disparities <= 1 || width <= 0) {
        throw new IllegalArgumentException(
            "disparities and width must be positive, found " + disparities + " and " + width);
      }
    }
  }

  private final Options options;

  public Stereo(Options options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.supervised() ? "stereo" : "stereo_photometric";
  }

  @Override
  public String summary() {
    return "Learned stereo: disparity and its log-variance from a cost volume of a rectified pair.";
  }

  @Override
  public int sideMultiple() {
    return 4 * STEP;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.RIGHT);
  }

  @Override
  public Set<Field> truth() {
    return options.supervised() ? Set.of(Field.DISPARITY) : Set.of();
  }

  @Override
  public List<Signature> signatures() {
    return List.of(
        new Signature(
            Signature.MAIN,
            Task.STEREO_DISPARITY,
            inputs(),
            options.supervised()
                ? List.of(
                    output(DISPARITY, Role.PAIR_DISPARITY), output(LOG_VARIANCE, Role.LOG_VARIANCE))
                : List.of(output(DISPARITY, Role.PAIR_DISPARITY))));
  }

  private static Output output(String tensor, Role role) {
    return Output.newBuilder().setTensor(tensor).setRole(role).build();
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    // One batch of both pictures: the same weights, and the same statistics.
    Operand<TFloat32> both = tf.concat(List.of(image, in.get(Field.RIGHT)), tf.constant(0));
    List<Operand<TFloat32>> features = halves(tf, features(layers, both));
    Operand<TFloat32> volume =
        CostVolume.groupCorrelation(
            layers, features.get(0), features.get(1), options.disparities(), options.groups());
    Operand<TFloat32> regular = regularised(layers, layers.concat(volume, features.get(0)));
    Operand<TFloat32> cost = layers.conv("cost", regular, 3, options.disparities());
    Operand<TFloat32> mean = tf.dtypes.cast(SoftArgmin.of(tf, cost, 0, 1).mean(), TFloat32.class);
    Operand<TFloat32> coarse = layers.scale(tf.expandDims(mean, tf.constant(3)), STEP);
    Predictions predictions =
        new Predictions().with(DISPARITY, layers.channel(layers.resizeLike(coarse, image), 0));
    if (!options.supervised()) {
      return predictions;
    }
    Operand<TFloat32> logVariance = layers.conv("log_variance", regular, 3, 1);
    return predictions.with(LOG_VARIANCE, layers.channel(layers.resizeLike(logVariance, image), 0));
  }

  private static List<Operand<TFloat32>> halves(Ops tf, Operand<TFloat32> x) {
    Iterable<Operand<TFloat32>> parts = tf.split(tf.constant(0), x, 2L);
    return List.of(parts.iterator().next(), second(parts));
  }

  private static Operand<TFloat32> second(Iterable<Operand<TFloat32>> parts) {
    var iterator = parts.iterator();
    iterator.next();
    return iterator.next();
  }

  private Operand<TFloat32> features(Layers layers, Operand<TFloat32> x) {
    int width = options.features();
    x = strided(layers, "features.half", x, width / 2);
    x = strided(layers, "features.quarter", x, width);
    Operand<TFloat32> y = layers.relu(layers.conv3x3Normalised("features.block.conv1", x, width));
    y = layers.conv3x3Normalised("features.block.conv2", y, width);
    x = layers.relu(layers.add(x, y));
    x = PyramidPooling.of(layers, "features.pooling", x, GRIDS, GRID_CHANNELS);
    return layers.conv("features.last", x, 1, width);
  }

  private static Operand<TFloat32> strided(
      Layers layers, String name, Operand<TFloat32> x, int width) {
    return layers.relu(layers.conv(name, x, ConvSpec.of(3, width).stride(2).normalised()));
  }

  /** Down to 1/16 of the picture and back, with the whole picture's means joined at 1/8. */
  private Operand<TFloat32> regularised(Layers layers, Operand<TFloat32> volume) {
    int width = options.width();
    Operand<TFloat32> quarter =
        layers.relu(layers.conv3x3Normalised("regular.first", volume, width));
    Operand<TFloat32> eighth = strided(layers, "regular.eighth", quarter, width);
    eighth = layers.relu(layers.conv3x3Normalised("regular.eighth.same", eighth, width));
    Operand<TFloat32> sixteenth = strided(layers, "regular.sixteenth", eighth, width);
    sixteenth = layers.relu(layers.conv3x3Normalised("regular.sixteenth.same", sixteenth, width));
    eighth = layers.add(eighth, layers.upsample2(sixteenth));
    eighth = PyramidPooling.of(layers, "regular.pooling", eighth, GRIDS, GRID_CHANNELS);
    eighth = layers.relu(layers.conv3x3Normalised("regular.eighth.up", eighth, width));
    quarter = layers.add(quarter, layers.upsample2(eighth));
    return layers.relu(layers.conv3x3Normalised("regular.last", quarter, width));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Operand<TFloat64> disparity = map(tf, predictions, DISPARITY);
    if (options.supervised()) {
      Operand<TFloat64> logVariance = map(tf, predictions, LOG_VARIANCE);
      Operand<TFloat64> truth = sample.exact(Field.DISPARITY);
      return tf.math.add(
          HuberLoss.ONE.of(tf, disparity, truth),
          weighted(
              tf, StudentLikelihood.FOUR.of(tf, disparity, logVariance, truth), LIKELIHOOD_WEIGHT));
    }
    Operand<TFloat64> left = sample.exact(Field.IMAGE);
    View seen = View.shifted(tf, sample.exact(Field.RIGHT), tf.math.neg(disparity));
    return tf.math.add(
        Appearance.DEFAULT.of(tf, left, seen),
        weighted(
            tf,
            EdgeAwareSmoothness.of(tf, EdgeAwareSmoothness.overMean(tf, disparity), left),
            SMOOTHNESS_WEIGHT));
  }

  private static Operand<TFloat64> weighted(Ops tf, Operand<TFloat64> loss, double weight) {
    return tf.math.mul(loss, tf.constant(weight));
  }

  private static Operand<TFloat64> map(Ops tf, Predictions predictions, String name) {
    return tf.expandDims(predictions.exact(tf, name), tf.constant(3));
  }
}
