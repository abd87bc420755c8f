package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.MonodepthLoss;
import dev.fathom.train.losses.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Disparity from the left picture of a pair alone, learned by making each picture from the other:
 * the network gives both disparity maps, the left picture's and the right one's.
 *
 * <p>31.6 M parameters. Disparity is a share of the picture's width, at most 0.3. It becomes metres
 * by the baseline of the cameras it learned from; without one, depth is relative.
 *
 * <p>Source: Godard et al. 2017, section 3 and table 1 of the supplement.
 */
public final class Monodepth implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param baselineMetres of all pairs that are learned from; 0 when they differ or none is known
   * @param appearance α_ap
   * @param smoothness α_ds
   * @param consistency α_lr
   * @param firstShare of the picture's width that every disparity is before it has learned anything
   */
  public record Options(
      double widthMultiplier,
      double baselineMetres,
      double appearance,
      double smoothness,
      double consistency,
      double firstShare) {
    public static final Options PUBLISHED =
        new Options(
            1,
            0,
            MonodepthLoss.DEFAULT.appearance(),
            MonodepthLoss.DEFAULT.smoothness(),
            MonodepthLoss.DEFAULT.consistency(),
            LARGEST / 2);

    public Options {
      new WidthMultiplier(widthMultiplier);
      new MonodepthLoss(appearance, smoothness, consistency);
      if (!(baselineMetres >= 0 && Double.isFinite(baselineMetres))) {
        throw new IllegalArgumentException(
            "the baseline must not be negative, found " + baselineMetres + " m");
      }
      if (!(firstShare > 0 && firstShare < LARGEST)) {
        throw new IllegalArgumentException(
            "the first disparity must be a share below " + LARGEST + ", found " + firstShare);
      }
    }
  }

  /** In pixels of the network's input. */
  static final String DISPARITY = "disparity";

  private static final String SHARES = "disparity_shares_";
  private static final double LARGEST = 0.3;

  /** Keeps relative depth finite. */
  private static final double LEAST_SHARE = 1e-4;

  private final Options options;
  private final DispNet dispNet;

  public Monodepth(Options options) {
    this.options = options;
    this.dispNet =
        new DispNet(
            DispNet.Style.GODARD,
            new WidthMultiplier(options.widthMultiplier()),
            2,
            options.firstShare() / LARGEST);
  }

  @Override
  public String name() {
    return "monodepth";
  }

  @Override
  public String summary() {
    return "Depth from one colour picture, learned from stereo pairs without truth (Godard).";
  }

  @Override
  public int sideMultiple() {
    return DispNet.SIDE_MULTIPLE;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.RIGHT);
  }

  @Override
  public List<Signature> signatures() {
    Output.Builder output = Output.newBuilder();
    if (options.baselineMetres() > 0) {
      output.setTensor(DISPARITY).setRole(Role.DISPARITY).setScale(1 / options.baselineMetres());
    } else {
      output.setTensor(VideoDepth.DEPTH).setRole(Role.RELATIVE_DEPTH);
    }
    return List.of(
        new Signature(Signature.MAIN, Task.MONO_DEPTH, inputs(), List.of(output.build())));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    List<Operand<TFloat32>> sigmoids = dispNet.of(layers, "depth", in.get(Field.IMAGE));
    Predictions predictions = new Predictions();
    for (int s = 0; s < sigmoids.size(); s++) {
      predictions.with(SHARES + s, layers.scale(sigmoids.get(s), LARGEST));
    }
    Operand<TFloat32> left = layers.channel(predictions.get(SHARES + 0), 0);
    Operand<TFloat32> width = tf.dtypes.cast(width(tf, left), TFloat32.class);
    return predictions
        .with(DISPARITY, tf.math.mul(left, width))
        .with(
            VideoDepth.DEPTH,
            tf.math.reciprocal(tf.math.maximum(left, tf.constant((float) LEAST_SHARE))));
  }

  /** The number of columns, a scalar. */
  private static Operand<TFloat64> width(Ops tf, Operand<?> map) {
    return tf.dtypes.cast(
        tf.reshape(
            tf.slice(tf.shape(map), tf.constant(new int[] {2}), tf.constant(new int[] {1})),
            tf.constant(new int[0])),
        TFloat64.class);
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    VideoPyramid pyramid = new VideoPyramid(tf, sample);
    List<MonodepthLoss.Scale> scales = new ArrayList<>();
    for (int s = 0; s < DispNet.SCALES; s++) {
      Operand<TFloat64> shares = predictions.exact(tf, SHARES + s);
      scales.add(
          scale(
              tf,
              pyramid.picture(Field.IMAGE, s),
              pyramid.picture(Field.RIGHT, s),
              map(tf, shares, 0),
              map(tf, shares, 1)));
    }
    return new MonodepthLoss(options.appearance(), options.smoothness(), options.consistency())
        .of(tf, scales);
  }

  /** Both sides of a scale; the disparities are shares of the width, [N, h, w, 1]. */
  static MonodepthLoss.Scale scale(
      Ops tf,
      Operand<TFloat64> left,
      Operand<TFloat64> right,
      Operand<TFloat64> leftShare,
      Operand<TFloat64> rightShare) {
    // The left picture's pixels lie further left in the right one.
    Operand<TFloat64> toRight = tf.math.neg(tf.math.mul(leftShare, width(tf, left)));
    Operand<TFloat64> toLeft = tf.math.mul(rightShare, width(tf, left));
    return new MonodepthLoss.Scale(
        new MonodepthLoss.Side(
            left,
            View.shifted(tf, right, toRight),
            leftShare,
            View.shifted(tf, rightShare, toRight).image()),
        new MonodepthLoss.Side(
            right,
            View.shifted(tf, left, toLeft),
            rightShare,
            View.shifted(tf, leftShare, toLeft).image()));
  }

  private static Operand<TFloat64> map(Ops tf, Operand<TFloat64> shares, int channel) {
    return tf.slice(
        shares, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1}));
  }
}
