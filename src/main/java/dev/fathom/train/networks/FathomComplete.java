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
 * to the frame's mean log depth ({@link SparseDepth}), and what it predicts is added to the log
 * depth of the nearest measurement, which no average beats, but never leads far beyond the nearest
 * and the farthest measurement about. The sky has no depth to learn; it only makes σ great. Five
 * levels of residual blocks without normalisation as in {@link FathomMono}, but most of the
 * channels at the coarse levels only; the last layer predicts each of 2×2 pixels, so that an edge
 * may lie between any two of them.
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

  /** How far off σ takes a prediction in the sky to be: from the greatest depth that counts. */
  private static final double SKY_METRES = 100;

  /** How far beyond the extremes about a pixel the answer may lie, in log depth. */
  private static final float MARGIN = 0.15f;

  private static final double MIN_METRES = 0.1;
  private static final double MAX_METRES = 80;

  /** Where the log-variance starts: σ of 14 %. */
  private static final double FIRST_LOG_VARIANCE = -4;

  private static final CompletionLoss ERROR = new CompletionLoss(CompletionLoss.Penalty.L1, 0);
  private static final double MOST_WEIGHT = 5;

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
            exact(tf, bounded(layers, layers.channels(x, 0, 1), sparse)),
            tf.math.add(exact(tf, sparse.nearest()), exact(tf, sparse.mean())));
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

  /**
   * x where it is small, and at most so much as leads to the extremes about and a little beyond.
   */
  private static Operand<TFloat32> bounded(Layers layers, Operand<TFloat32> x, SparseDepth sparse) {
    Ops tf = layers.ops();
    Operand<TFloat32> margin = tf.constant(MARGIN);
    Operand<TFloat32> zero = tf.constant(0f);
    // From the nearest measurement, not from the average that the extremes are told from.
    Operand<TFloat32> off = tf.math.sub(sparse.nearest(), layers.resizeLike(sparse.coarse(), x));
    Operand<TFloat32> above = tf.math.sub(layers.resizeLike(sparse.above(), x), off);
    Operand<TFloat32> below = tf.math.add(layers.resizeLike(sparse.below(), x), off);
    Operand<TFloat32> up = tf.math.add(tf.math.maximum(above, zero), margin);
    Operand<TFloat32> down = tf.math.add(tf.math.maximum(below, zero), margin);
    Operand<TFloat32> room = tf.select(tf.math.greater(x, zero), up, down);
    return tf.math.mul(room, tf.math.tanh(tf.math.div(x, room)));
  }

  private static Operand<TFloat64> exact(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TFloat64.class);
  }

  /**
   * Error of log depth and of its slopes, and the same error weighted by how far a pixel is beside
   * the frame's mean, which is about the error in metres; the likelihood trains the log-variance
   * alone.
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
    Operand<TFloat64> far = tf.fill(tf.shape(depth), tf.constant(Math.log(SKY_METRES)));
    Operand<TFloat64> judged = tf.select(tf.math.isInf(depth), far, truth);
    Operand<TFloat64> likelihood = GaussianLikelihood.joint(tf, tf.stopGradient(p), s, judged);
    return tf.math.add(
        tf.math.add(CompletionLoss.DEFAULT.of(tf, p, truth), metric),
        tf.math.mul(likelihood, tf.constant(LIKELIHOOD_WEIGHT)));
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
            layers.concat(
                List.of(image, sparse.nearest(), sparse.filled(), sparse.valid(), sparse.reach())),
            2);
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
