package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.CandidateSelection;
import dev.fathom.stereo.Candidates;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.CandidateChoice;
import dev.fathom.train.losses.StudentLikelihood;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Fathom's own stereo network: semi-global matching proposes, the network disposes. It sees a pair
 * through {@link CandidateFeatures}, chooses among {@link Candidates}, corrects the chosen one and
 * says how sure it is.
 *
 * <p>A small U-Net at 1/2, 1/4, 1/8 and 1/16 of the size; a cell of 2×2 pixels is one position at
 * 1/2, so that every pixel is decided for itself. At 1/2 there is only one 3×3 convolution.
 *
 * <p>The signature {@link #SELECT} gives the raw scores, which {@link CandidateSelection} turns
 * into disparity faster than the graph does.
 */
public final class FathomStereo implements Network {
  /** The signature that takes features alone and gives scores. */
  public static final String SELECT = "select";

  private static final String SCORES = "scores";
  private static final String DISPARITY = "disparity";
  private static final String LOG_VARIANCE = "log_variance";
  private static final int CELL = 2;

  /** Features are bytes around this, spread by this. */
  private static final double MIDDLE = 128;

  private static final double SPREAD = 64;

  private static final double LAST_GAIN = 0.3;
  private static final double RESIDUAL_GAIN = 0.1;
  private static final double LIKELIHOOD_WEIGHT = 0.1;

  /** What σ shall say in the sky. Units: pixels. */
  private static final double SKY_ERROR = 8;

  /**
   * Channels at each resolution.
   *
   * @param half at 1/2
   * @param quarter at 1/4
   * @param eighth at 1/8
   * @param sixteenth at 1/16
   */
  public record Widths(int half, int quarter, int eighth, int sixteenth) {
    public static final Widths DEFAULT = new Widths(16, 32, 48, 64);

    public Widths {
      if (Math.min(Math.min(half, quarter), Math.min(eighth, sixteenth)) <= 0) {
        throw new IllegalArgumentException(
            String.format(
                "widths must be positive, found %d, %d, %d, %d", half, quarter, eighth, sixteenth));
      }
    }
  }

  private final Widths widths;

  public FathomStereo(Widths widths) {
    this.widths = widths;
  }

  public FathomStereo() {
    this(Widths.DEFAULT);
  }

  @Override
  public String name() {
    return "fathom_stereo";
  }

  @Override
  public String summary() {
    return "Fathom's stereo network: chooses and corrects what semi-global matching proposes, and"
        + " gives the log-variance of the disparity.";
  }

  @Override
  public int sideMultiple() {
    return CandidateFeatures.SIDE_MULTIPLE;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.CANDIDATE_FEATURES, Field.CANDIDATES);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.DISPARITY);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(
        new Signature(
            Signature.MAIN,
            Task.STEREO_DISPARITY,
            inputs(),
            List.of(
                output(DISPARITY, Role.PAIR_DISPARITY), output(LOG_VARIANCE, Role.LOG_VARIANCE))),
        new Signature(
            SELECT,
            Task.STEREO_DISPARITY,
            Set.of(Field.CANDIDATE_FEATURES),
            List.of(output(SCORES, Role.CANDIDATE_SCORES))));
  }

  private static Output output(String tensor, Role role) {
    return Output.newBuilder().setTensor(tensor).setRole(role).build();
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> said = scores(layers, in.get(Field.CANDIDATE_FEATURES));
    Predictions predictions = new Predictions().with(SCORES, said);
    if (!in.has(Field.CANDIDATES)) {
      return predictions;
    }
    Operand<TFloat32> pixels = layers.depthToSpace(said, CELL);
    Operand<TFloat32> correction =
        tf.clipByValue(
            layers.channels(pixels, Candidates.COUNT, 1),
            tf.constant(-CandidateSelection.MAX_CORRECTION),
            tf.constant(CandidateSelection.MAX_CORRECTION));
    Operand<TFloat64> chosen = choice(tf, in, pixels).chosen();
    Operand<TFloat64> disparity = tf.math.add(chosen, tf.dtypes.cast(correction, TFloat64.class));
    return predictions
        .with(DISPARITY, squeezed(tf, tf.dtypes.cast(disparity, TFloat32.class)))
        .with(LOG_VARIANCE, layers.channel(pixels, Candidates.COUNT + 1));
  }

  private Operand<TFloat32> scores(Layers layers, Operand<TFloat32> features) {
    ConvSpec cells = ConvSpec.of(CELL, widths.half()).stride(CELL);
    Operand<TFloat32> half =
        layers.relu(layers.convShifted("cells", features, MIDDLE, 1 / SPREAD, cells));
    Operand<TFloat32> quarter = down(layers, "quarter", half, widths.quarter());
    Operand<TFloat32> eighth = down(layers, "eighth", quarter, widths.eighth());
    Operand<TFloat32> sixteenth = down(layers, "sixteenth", eighth, widths.sixteenth());
    eighth = up(layers, "eighth.up", sixteenth, eighth);
    quarter = up(layers, "quarter.up", eighth, quarter);
    Operand<TFloat32> spread = layers.relu(layers.conv("spread", quarter, 1, 4 * widths.half()));
    Operand<TFloat32> seen = layers.depthToSpace(spread, CELL);
    seen = layers.relu(layers.conv("join", layers.concat(seen, half), 1, widths.half()));
    ConvSpec nearby = ConvSpec.of(3, widths.half()).gain(RESIDUAL_GAIN);
    seen = layers.relu(layers.add(seen, layers.conv("nearby", seen, nearby)));
    ConvSpec last = ConvSpec.of(1, CELL * CELL * CandidateSelection.PER_PIXEL).gain(LAST_GAIN);
    return layers.conv("last", layers.concat(seen, half), last);
  }

  private static Operand<TFloat32> down(
      Layers layers, String name, Operand<TFloat32> x, int width) {
    x = layers.relu(layers.conv(name + ".down", x, ConvSpec.of(3, width).stride(2)));
    return layers.relu(layers.conv(name + ".same", x, 3, width));
  }

  private static Operand<TFloat32> up(
      Layers layers, String name, Operand<TFloat32> coarse, Operand<TFloat32> skip) {
    int width = Math.toIntExact(skip.shape().get(3));
    Operand<TFloat32> x = layers.upsample2(layers.conv(name + ".narrow", coarse, 1, width));
    return layers.relu(layers.conv(name, layers.relu(layers.add(skip, x)), 3, width));
  }

  private static CandidateChoice choice(Ops tf, SampleTensors in, Operand<TFloat32> pixels) {
    Operand<TFloat32> scores =
        tf.slice(
            pixels, tf.constant(new int[4]), tf.constant(new int[] {-1, -1, -1, Candidates.COUNT}));
    return new CandidateChoice(
        tf, tf.dtypes.cast(scores, TFloat64.class), in.exact(Field.CANDIDATES));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Operand<TFloat32> pixels = tf.nn.depthToSpace(predictions.get(SCORES), (long) CELL);
    CandidateChoice choice = choice(tf, sample, pixels);
    Operand<TFloat64> said = tf.dtypes.cast(pixels, TFloat64.class);
    Operand<TFloat64> corrected = tf.math.add(choice.chosen(), channel(tf, said, Candidates.COUNT));
    Operand<TFloat64> truth = sample.exact(Field.DISPARITY);
    Operand<TFloat64> likelihood =
        StudentLikelihood.FOUR.of(
            tf, corrected, channel(tf, said, Candidates.COUNT + 1), withSky(tf, truth, corrected));
    return tf.math.add(
        choice.loss(corrected, truth), tf.math.mul(likelihood, tf.constant(LIKELIHOOD_WEIGHT)));
  }

  /**
   * The sky has no disparity to be learned, because chance matches have none in common with it; but
   * that nothing is known there can be.
   */
  private static Operand<TFloat64> withSky(
      Ops tf, Operand<TFloat64> truth, Operand<TFloat64> corrected) {
    return tf.stopGradient(
        tf.select(
            tf.math.equal(truth, tf.constant(Double.NEGATIVE_INFINITY)),
            tf.math.add(corrected, tf.constant(SKY_ERROR)),
            truth));
  }

  private static Operand<TFloat64> channel(Ops tf, Operand<TFloat64> x, int channel) {
    return tf.slice(
        x, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1}));
  }

  private static Operand<TFloat32> squeezed(Ops tf, Operand<TFloat32> x) {
    return tf.squeeze(x, Squeeze.axis(List.of(3L)));
  }
}
