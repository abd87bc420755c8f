package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.CompletionLoss;
import dev.fathom.train.losses.GaussianLikelihood;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Depth completion from sparse to dense: measured depth and where there is any as two more channels
 * of the picture, ResNet-50 and four up-projections, interpolated to the picture's size; in one
 * variant with a thermal channel besides.
 *
 * <p>Depth goes in and comes out in metres, whatever the focal length. A second output channel,
 * which the paper does not have, is its log-variance.
 *
 * <p>Source: Ma and Karaman 2018, section III and figure 2; validity as a channel of its own as in
 * Uhrig et al. 2017, section 4.
 */
public final class Completion implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param penalty of the error in metres
   * @param slope weight of the error of the depth's slopes
   */
  public record Options(double widthMultiplier, CompletionLoss.Penalty penalty, double slope) {
    /** L1, which the paper finds best. */
    public static final Options DEFAULT = new Options(1, CompletionLoss.Penalty.L1, 0.5);

    /** Checks by the types that the numbers are for. */
    public Options {
      new WidthMultiplier(widthMultiplier);
      new CompletionLoss(penalty, slope);
    }
  }

  private static final String DEPTH = "depth";
  private static final String LOG_VARIANCE = "log_variance";
  private static final double MIN_METRES = 0.1;
  private static final double MAX_METRES = 80;

  /** What the number 1 means, going in and coming out. */
  private static final double METRES = 10;

  private static final double LIKELIHOOD_WEIGHT = 0.2;

  private final Options options;
  private final boolean thermal;

  public Completion(Options options) {
    this(options, false);
  }

  private Completion(Options options, boolean thermal) {
    this.options = options;
    this.thermal = thermal;
  }

  /** With a thermal channel. */
  public static Completion thermal(Options options) {
    return new Completion(options, true);
  }

  @Override
  public String name() {
    return thermal ? "completion_thermal" : "completion";
  }

  @Override
  public String summary() {
    return "Depth completion with up-projections (Ma, Karaman): dense depth and its log-variance"
        + " from a colour picture"
        + (thermal ? ", a thermal one" : "")
        + " and sparse depth.";
  }

  @Override
  public int sideMultiple() {
    return 4;
  }

  @Override
  public Set<Field> inputs() {
    Set<Field> inputs = EnumSet.of(Field.IMAGE, Field.SPARSE_DEPTH);
    if (thermal) {
      inputs.add(Field.THERMAL);
    }
    return inputs;
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.DEPTH);
  }

  @Override
  public List<Signature> signatures() {
    Output depth =
        Output.newBuilder()
            .setTensor(DEPTH)
            .setRole(Role.DEPTH)
            .setMinMetres(MIN_METRES)
            .setMaxMetres(MAX_METRES)
            .build();
    return List.of(
        new Signature(
            Signature.MAIN,
            Task.DEPTH_COMPLETION,
            inputs(),
            List.of(depth, DepthScale.logVariance(LOG_VARIANCE))));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    Operand<TFloat32> sparse = in.get(Field.SPARSE_DEPTH);
    Operand<TBool> measured =
        tf.math.logicalAnd(tf.math.isFinite(sparse), tf.math.greater(sparse, tf.constant(0f)));
    Operand<TFloat32> metres = tf.select(measured, sparse, tf.zerosLike(sparse));
    List<Operand<TFloat32>> channels = new ArrayList<>(List.of(image));
    if (thermal) {
      channels.add(in.get(Field.THERMAL));
    }
    channels.add(layers.scale(metres, 1 / METRES));
    channels.add(tf.dtypes.cast(measured, TFloat32.class));
    WidthMultiplier width = new WidthMultiplier(options.widthMultiplier());
    Operand<TFloat32> x = Fcrn.arrangement(layers, width, layers.concat(channels));
    x = layers.resizeLike(x, image);
    return new Predictions()
        .with(DEPTH, layers.scale(layers.channel(x, 0), METRES))
        .with(LOG_VARIANCE, layers.channel(x, 1));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Operand<TFloat64> p = tf.expandDims(predictions.exact(tf, DEPTH), tf.constant(3));
    Operand<TFloat64> s = tf.expandDims(predictions.exact(tf, LOG_VARIANCE), tf.constant(3));
    Operand<TFloat64> depth = sample.exact(Field.DEPTH);
    Operand<TFloat64> unknown = tf.math.mul(depth, tf.constant(Double.NaN));
    Operand<TFloat64> truth =
        tf.select(tf.math.less(depth, tf.constant(MAX_METRES)), depth, unknown);
    Operand<TFloat64> likelihood = GaussianLikelihood.joint(tf, tf.stopGradient(p), s, truth);
    return tf.math.add(
        new CompletionLoss(options.penalty(), options.slope()).of(tf, p, truth),
        tf.math.mul(likelihood, tf.constant(LIKELIHOOD_WEIGHT)));
  }
}
