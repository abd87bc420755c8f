package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.CompletionLoss;
import dev.fathom.train.losses.GaussianLikelihood;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Fathom's own completion: what a LiDAR or a depth camera measured, filled by averages, and what
 * the picture says must be added to that.
 *
 * <p>The scale comes from the measurements alone: everything the network sees of depth is relative
 * to the frame's mean log depth ({@link SparseDepth}), and what it predicts is added to the filled
 * log depth. Five levels of residual blocks without normalisation as in {@link FathomMono}, but
 * most of the channels at the coarse levels only; the last layer predicts each of 2×2 pixels, so
 * that an edge may lie between any two of them.
 */
public final class FathomComplete implements Network {
  static final String LOG_DEPTH = "log_depth";
  static final String LOG_VARIANCE = "log_variance";
  private static final String ANSWER = "answer";

  /** Channels at 1/2 to 1/32 of the size. */
  private static final int[] STAGES = {24, 32, 48, 64, 96};

  /** Residual blocks at 1/2 to 1/32 of the size. */
  private static final int[] BLOCKS = {0, 1, 1, 2, 2};

  private static final double LAST_GAIN = 0.1;
  private static final double HALF_GAIN = Math.sqrt(0.5);

  /** What is learned of the sky: beyond the greatest depth that counts. */
  private static final double SKY_METRES = 100;

  private static final double MIN_METRES = 0.1;
  private static final double MAX_METRES = 80;

  /** Where the log-variance starts: σ of 14 %. */
  private static final double FIRST_LOG_VARIANCE = -4;

  private static final CompletionLoss ERROR = new CompletionLoss(CompletionLoss.Penalty.L1, 0);
  private static final double MOST_WEIGHT = 5;

  /** The steps at the sky's edge are so great that they would be all that is learned. */
  private static final double SKY_WEIGHT = 0.05;

  private static final double LIKELIHOOD_WEIGHT = 0.02;

  private final FathomMono.Widths widths;

  public FathomComplete(FathomMono.Widths widths) {
    this.widths = widths;
  }

  public FathomComplete() {
    this(FathomMono.Widths.DEFAULT);
  }

  @Override
  public String name() {
    return "fathom_complete";
  }

  @Override
  public String summary() {
    return "Fathom's depth completion: a picture and depth at some of its pixels; log depth and its"
        + " log-variance everywhere.";
  }

  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.SPARSE_DEPTH);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.DEPTH);
  }

  @Override
  public List<Signature> signatures() {
    Output logDepth =
        Output.newBuilder()
            .setTensor(LOG_DEPTH)
            .setRole(Role.LOG_DEPTH)
            .setMinMetres(MIN_METRES)
            .setMaxMetres(MAX_METRES)
            .build();
    return List.of(
        new Signature(
            Signature.MAIN,
            Task.DEPTH_COMPLETION,
            inputs(),
            List.of(logDepth, DepthScale.logVariance(LOG_VARIANCE))));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    SparseDepth sparse = SparseDepth.of(layers, in.get(Field.SPARSE_DEPTH));
    Operand<TFloat32> half = stem(layers, in.get(Field.IMAGE), sparse);
    Operand<TFloat32> quarter = stage(layers, 1, half);
    Operand<TFloat32> eighth = stage(layers, 2, quarter);
    Operand<TFloat32> sixteenth = stage(layers, 3, eighth);
    Operand<TFloat32> x = stage(layers, 4, sixteenth);
    x = merge(layers, 3, x, sixteenth);
    x = merge(layers, 2, x, eighth);
    x = merge(layers, 1, x, quarter);
    x = merge(layers, 0, x, half);
    x = layers.depthToSpace(layers.conv3x3("last", x, 8, LAST_GAIN), 2);
    Operand<TFloat64> log =
        tf.math.add(
            exact(tf, layers.channels(x, 0, 1)),
            tf.math.add(exact(tf, sparse.filled()), exact(tf, sparse.mean())));
    Operand<TFloat32> answer =
        tf.squeeze(tf.dtypes.cast(log, TFloat32.class), Squeeze.axis(List.of(3L)));
    // Without any depth there is no scale.
    Operand<TBool> known = tf.squeeze(sparse.known(), Squeeze.axis(List.of(3L)));
    Operand<TFloat32> unknown = tf.fill(tf.shape(answer), tf.constant(Float.NaN));
    return new Predictions()
        .with(ANSWER, answer)
        .with(LOG_DEPTH, tf.select(known, answer, unknown))
        .with(
            LOG_VARIANCE,
            tf.math.add(layers.channel(x, 1), tf.constant((float) FIRST_LOG_VARIANCE)));
  }

  private static Operand<TFloat64> exact(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TFloat64.class);
  }

  /**
   * Error of log depth and of its slopes, the same error weighted by how far a pixel is beside the
   * frame's mean, which is about the error in metres, and a little of the sky's; the likelihood
   * trains the log-variance alone.
   */
  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Operand<TFloat64> p = tf.expandDims(predictions.exact(tf, ANSWER), tf.constant(3));
    Operand<TFloat64> s = tf.expandDims(predictions.exact(tf, LOG_VARIANCE), tf.constant(3));
    Operand<TFloat64> depth = sample.exact(Field.DEPTH);
    // Infinite in the sky, and so unknown to the losses.
    Operand<TFloat64> truth = tf.math.log(depth);
    Operand<TFloat64> weight = distance(tf, depth);
    Operand<TFloat64> metric = ERROR.of(tf, tf.math.mul(p, weight), tf.math.mul(truth, weight));
    Operand<TFloat64> unknown = tf.fill(tf.shape(depth), tf.constant(Double.NaN));
    Operand<TFloat64> sky =
        tf.select(
            tf.math.isInf(depth),
            tf.fill(tf.shape(depth), tf.constant(Math.log(SKY_METRES))),
            unknown);
    Operand<TFloat64> likelihood = GaussianLikelihood.joint(tf, tf.stopGradient(p), s, truth);
    return tf.math.add(
        tf.math.add(CompletionLoss.DEFAULT.of(tf, p, truth), metric),
        tf.math.add(
            tf.math.mul(ERROR.of(tf, p, sky), tf.constant(SKY_WEIGHT)),
            tf.math.mul(likelihood, tf.constant(LIKELIHOOD_WEIGHT))));
  }

  /** Depth over the frame's mean depth, limited; 1 where it is unknown or the sky. */
  private static Operand<TFloat64> distance(Ops tf, Operand<TFloat64> depth) {
    Operand<TBool> known = tf.math.isFinite(depth);
    Operand<TFloat64> metres = tf.select(known, depth, tf.zerosLike(depth));
    Operand<TInt32> pixels = tf.constant(new int[] {1, 2, 3});
    Operand<TFloat64> mean =
        tf.math.divNoNan(
            tf.sum(metres, pixels, Sum.keepDims(true)),
            tf.sum(tf.dtypes.cast(known, TFloat64.class), pixels, Sum.keepDims(true)));
    Operand<TFloat64> relative =
        tf.math.minimum(tf.math.divNoNan(metres, mean), tf.constant(MOST_WEIGHT));
    return tf.select(known, relative, tf.fill(tf.shape(depth), tf.constant(1.0)));
  }

  /** Picture and filled depth at half the size, 2×2 pixels in the channels. */
  private Operand<TFloat32> stem(Layers layers, Operand<TFloat32> image, SparseDepth sparse) {
    Operand<TFloat32> x =
        layers.spaceToDepth(
            layers.concat(List.of(image, sparse.filled(), sparse.valid(), sparse.reach())), 2);
    x =
        layers.concat(
            List.of(x, layers.resizeLike(sparse.above(), x), layers.resizeLike(sparse.below(), x)));
    return layers.relu(layers.conv("stem", x, 3, widths.of(STAGES[0])));
  }

  /** Half the size, then residual blocks. */
  private Operand<TFloat32> stage(Layers layers, int level, Operand<TFloat32> x) {
    String name = "stage" + level;
    int channels = widths.of(STAGES[level]);
    x = layers.relu(layers.conv(name + ".halve", x, ConvSpec.of(3, channels).stride(2)));
    for (int block = 0; block < BLOCKS[level]; block++) {
      String here = name + ".block" + block;
      Operand<TFloat32> y = layers.relu(layers.conv3x3(here + ".conv1", x, channels));
      x = layers.relu(layers.add(x, layers.conv3x3(here + ".conv2", y, channels, 0)));
    }
    return x;
  }

  /** One step up: twice the size, and what the way down saw there. */
  private Operand<TFloat32> merge(
      Layers layers, int level, Operand<TFloat32> x, Operand<TFloat32> skip) {
    String name = "up" + level;
    ConvSpec narrow = ConvSpec.of(1, widths.of(STAGES[level])).gain(HALF_GAIN);
    Operand<TFloat32> coarse = layers.resizeLike(layers.conv(name + ".narrow", x, narrow), skip);
    x = layers.relu(layers.add(coarse, layers.conv(name + ".skip", skip, narrow)));
    return layers.relu(layers.conv3x3(name + ".conv", x, narrow.channels()));
  }
}
