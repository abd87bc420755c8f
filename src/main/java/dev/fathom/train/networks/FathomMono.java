package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.LogDepthLoss;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Fathom's own network for one picture: most of its work at 1/8 to 1/32 of the size, where a pixel
 * costs little and sees much.
 *
 * <p>Stages of residual blocks halve the size five times; the mean over the picture goes back into
 * every pixel of the last, since one glance at the whole says most about scale; a light pyramid
 * leads up to half the size, and the prediction is interpolated to the whole. No normalisation:
 * every residual branch starts at 0, which trains as well at this depth and leaves nothing that
 * differs between training and use. Where a pixel lies is an input, in the same pixels as the
 * canonical focal length: a camera's height then ties the row of a floor's pixel to its depth.
 *
 * <p>Source: residual blocks He et al. 2016 with the start of Goyal et al. 2017, section 5.1;
 * pyramid Lin et al. 2017; positions Liu et al. 2018.
 */
public final class FathomMono implements Network {
  /**
   * How wide it is.
   *
   * @param multiplier of all channels, which are then rounded to multiples of 8
   */
  public record Widths(double multiplier) {
    public static final Widths DEFAULT = new Widths(1);

    public Widths {
      if (!(multiplier > 0 && multiplier <= 4)) {
        throw new IllegalArgumentException(
            "the width multiplier must be in (0, 4], found " + multiplier);
      }
    }

    int of(int channels) {
      return (int) Math.max(8, 8 * Math.round(channels * multiplier / 8));
    }
  }

  /** Channels at 1/2 to 1/32 of the size. */
  private static final int[] STAGES = {24, 32, 64, 96, 128};

  /** Residual blocks at 1/2 to 1/32 of the size. */
  private static final int[] BLOCKS = {0, 1, 2, 3, 2};

  /** Channels of the pyramid at 1/2 to 1/16 of the size. */
  private static final int[] PYRAMID = {24, 32, 64, 96};

  private static final String HALF_LOG_DEPTH = "half_log_depth";
  private static final String HALF_LOG_VARIANCE = "half_log_variance";

  /** The last layer starts small, so that the first predictions are near 0. */
  private static final double LAST_GAIN = 0.1;

  /** The sum of two of them has the variance of one. */
  private static final double HALF_GAIN = Math.sqrt(0.5);

  private final Widths widths;

  public FathomMono(Widths widths) {
    this.widths = widths;
  }

  public FathomMono() {
    this(Widths.DEFAULT);
  }

  @Override
  public String name() {
    return "fathom_mono";
  }

  @Override
  public String summary() {
    return "Fathom's network for one picture: log depth and its log-variance.";
  }

  /** Below 1/8 the sizes are rounded up. */
  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return SupervisedDepth.TRUTH;
  }

  @Override
  public List<Signature> signatures() {
    return List.of(SupervisedDepth.signature());
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Operand<TFloat32> image = in.get(Field.IMAGE);
    Operand<TFloat32> half = layers.spaceToDepth(withPosition(layers, image), 2);
    half = layers.relu(layers.conv("stem", half, 3, widths.of(STAGES[0])));
    Operand<TFloat32> quarter = stage(layers, 1, half);
    Operand<TFloat32> eighth = stage(layers, 2, quarter);
    Operand<TFloat32> sixteenth = stage(layers, 3, eighth);
    Operand<TFloat32> last = stage(layers, 4, sixteenth);
    Operand<TFloat32> x = context(layers, last);
    x = merge(layers, 4, x, sixteenth);
    x = merge(layers, 3, x, eighth);
    x = merge(layers, 2, x, quarter);
    x = merge(layers, 1, x, half);
    x = layers.conv3x3("last", x, 2, LAST_GAIN);
    return SupervisedDepth.predictions(layers, layers.resizeLike(x, image))
        .with(HALF_LOG_DEPTH, layers.channel(x, 0))
        .with(HALF_LOG_VARIANCE, layers.channel(x, 1));
  }

  /**
   * At half the size, where the prediction is made: the interpolation to the whole has nothing to
   * learn, and float64 is dear.
   */
  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Predictions half =
        new Predictions()
            .with(SupervisedDepth.LOG_DEPTH, predictions.get(HALF_LOG_DEPTH))
            .with(SupervisedDepth.LOG_VARIANCE, predictions.get(HALF_LOG_VARIANCE));
    Operand<TFloat32> depth = sample.get(Field.DEPTH);
    Operand<TInt32> size =
        tf.slice(
            tf.shape(predictions.get(HALF_LOG_DEPTH)),
            tf.constant(new int[] {1}),
            tf.constant(new int[] {2}));
    SampleTensors truth =
        new SampleTensors(
            tf,
            Map.of(
                Field.DEPTH,
                tf.image.resizeNearestNeighbor(depth, size),
                Field.INTRINSICS,
                sample.get(Field.INTRINSICS)),
            null);
    return SupervisedDepth.loss(tf, truth, half, (p, q) -> LogDepthLoss.DEFAULT.of(tf, p, q));
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

  /** What the whole picture says, added to each pixel. */
  private Operand<TFloat32> context(Layers layers, Operand<TFloat32> x) {
    int channels = widths.of(STAGES[4]);
    Operand<TFloat32> mean = layers.globalAverage(x);
    mean = layers.relu(layers.conv("context.conv1", mean, 1, channels));
    mean = layers.conv("context.conv2", mean, ConvSpec.of(1, channels).gain(0.5));
    return layers.relu(layers.add(x, mean));
  }

  /** One step up the pyramid: twice the size, and what the way down saw there. */
  private Operand<TFloat32> merge(
      Layers layers, int level, Operand<TFloat32> x, Operand<TFloat32> skip) {
    String name = "up" + level;
    ConvSpec narrow = ConvSpec.of(1, widths.of(PYRAMID[level - 1])).gain(HALF_GAIN);
    Operand<TFloat32> coarse = layers.resizeLike(layers.conv(name + ".narrow", x, narrow), skip);
    x = layers.relu(layers.add(coarse, layers.conv(name + ".skip", skip, narrow)));
    return layers.relu(layers.conv3x3(name + ".conv", x, narrow.channels()));
  }

  /** Appends two channels: how far a pixel is right of and below the middle. */
  private static Operand<TFloat32> withPosition(Layers layers, Operand<TFloat32> x) {
    Ops tf = layers.ops();
    Operand<TFloat32> zero = tf.zerosLike(layers.channels(x, 0, 1));
    // [W, 1] and [H, 1, 1], each broadcast over the rest.
    Operand<TFloat32> columns = offsets(tf, x, 2);
    Operand<TFloat32> rows = tf.expandDims(offsets(tf, x, 1), tf.constant(1));
    return layers.concat(List.of(x, tf.math.add(zero, columns), tf.math.add(zero, rows)));
  }

  /** Distances from the middle along one axis, in canonical focal lengths. Shape: [side, 1]. */
  private static Operand<TFloat32> offsets(Ops tf, Operand<TFloat32> x, int axis) {
    Operand<TInt32> side =
        tf.reshape(
            tf.slice(tf.shape(x), tf.constant(new int[] {axis}), tf.constant(new int[] {1})),
            tf.constant(new int[0]));
    Operand<TFloat32> index =
        tf.dtypes.cast(tf.range(tf.constant(0), side, tf.constant(1)), TFloat32.class);
    Operand<TFloat32> middle =
        tf.math.mul(
            tf.math.sub(tf.dtypes.cast(side, TFloat32.class), tf.constant(1f)), tf.constant(0.5f));
    Operand<TFloat32> offset =
        tf.math.mul(
            tf.math.sub(index, middle),
            tf.constant((float) (1 / DepthScale.DEFAULT.canonicalFocalPx())));
    return tf.reshape(offset, tf.constant(new int[] {-1, 1}));
  }
}
