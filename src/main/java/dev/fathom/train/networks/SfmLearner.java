package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.SfmLearnerLoss;
import dev.fathom.train.losses.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Depth and ego-motion learned from video alone: depth from one picture, the motions to the frames
 * before and after from all three, and masks of what these motions cannot explain.
 *
 * <p>The masks serve only the training. 31.6 M parameters see depth, 1.6 M motion, and 1.0 M more
 * what it cannot explain.
 *
 * <p>Source: Zhou et al. 2017, sections 3.1 to 3.5.
 */
public final class SfmLearner implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param smoothness λ_s
   * @param explainability λ_e; 0 leaves the masks out
   * @param firstDepth that it answers before it has learned anything, in the unit of its motions
   * @param depthRests share of the training in which motion alone is learned: short trainings lose
   *     depth to motions that are still wrong
   */
  public record Options(
      double widthMultiplier,
      double smoothness,
      double explainability,
      double firstDepth,
      double depthRests) {
    public static final Options PUBLISHED =
        new Options(
            1,
            SfmLearnerLoss.DEFAULT.smoothness(),
            SfmLearnerLoss.DEFAULT.explainability(),
            VideoDepth.FIRST_DEPTH,
            0);

    public Options {
      new WidthMultiplier(widthMultiplier);
      new SfmLearnerLoss(smoothness, explainability);
      VideoDepth.sigmoid(firstDepth);
      if (!(depthRests >= 0 && depthRests < 1)) {
        throw new IllegalArgumentException(
            "depth must rest for a share of the training below 1, found " + depthRests);
      }
    }
  }

  private static final String DEPTH = "depth";
  private static final String LOGITS = "explained_";
  private static final List<Field> SOURCES = List.of(Field.PREVIOUS, Field.NEXT);
  private static final List<Field> MOTIONS =
      List.of(Field.PREVIOUS_FROM_IMAGE, Field.NEXT_FROM_IMAGE);

  private final Options options;
  private final DispNet dispNet;
  private final PoseNet poseNet;

  public SfmLearner(Options options) {
    this.options = options;
    WidthMultiplier width = new WidthMultiplier(options.widthMultiplier());
    this.dispNet =
        new DispNet(DispNet.Style.ZHOU, width, 1, VideoDepth.sigmoid(options.firstDepth()));
    this.poseNet = new PoseNet(width);
  }

  @Override
  public String name() {
    return "sfmlearner";
  }

  @Override
  public String summary() {
    return "Depth and ego-motion from video alone (Zhou): relative depth from one colour picture,"
        + " and the motions to the frames before and after.";
  }

  @Override
  public int sideMultiple() {
    return DispNet.SIDE_MULTIPLE;
  }

  @Override
  public Map<String, Double> restingUntil() {
    return options.depthRests() > 0 ? Map.of(DEPTH + ".", options.depthRests()) : Map.of();
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.PREVIOUS, Field.NEXT);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.INTRINSICS);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(VideoDepth.depthSignature(), VideoDepth.poseSignature(inputs(), MOTIONS));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Predictions predictions = new Predictions();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    VideoDepth.addDepth(layers, predictions, dispNet.of(layers, DEPTH, image));
    if (in.has(Field.PREVIOUS) && in.has(Field.NEXT)) {
      addMotions(layers, in, predictions);
    }
    return predictions;
  }

  private void addMotions(Layers layers, SampleTensors in, Predictions predictions) {
    Ops tf = layers.ops();
    Operand<TFloat32> frames =
        layers.concat(List.of(in.get(Field.IMAGE), in.get(Field.PREVIOUS), in.get(Field.NEXT)));
    List<Operand<TFloat32>> encoded = poseNet.encoded(layers, "pose", frames);
    Operand<TFloat32> motions = poseNet.motions(layers, "pose", encoded, SOURCES.size());
    for (int i = 0; i < SOURCES.size(); i++) {
      VideoDepth.addMotion(tf, predictions, MOTIONS.get(i), PoseNet.motion(tf, motions, i));
    }
    // The intrinsics are there when there is a loss, which alone looks at the masks.
    if (options.explainability() > 0 && in.has(Field.INTRINSICS)) {
      List<Operand<TFloat32>> logits =
          poseNet.explained(layers, "explained", encoded, SOURCES.size());
      for (int s = 0; s < logits.size(); s++) {
        predictions.with(LOGITS + s, logits.get(s));
      }
    }
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    VideoPyramid pyramid = new VideoPyramid(tf, sample);
    List<SfmLearnerLoss.Scale> scales = new ArrayList<>();
    for (int s = 0; s < DispNet.SCALES; s++) {
      Operand<TFloat64> inverse = VideoDepth.inverseDepth(tf, predictions, s);
      List<View> views = new ArrayList<>();
      List<Operand<TFloat64>> logits = new ArrayList<>();
      for (int i = 0; i < SOURCES.size(); i++) {
        Operand<TFloat64> pose = VideoDepth.pose(tf, predictions, MOTIONS.get(i));
        views.add(pyramid.view(SOURCES.get(i), s, VideoDepth.depth(tf, inverse), pose));
        if (predictions.has(LOGITS + s)) {
          logits.add(pair(tf, predictions.exact(tf, LOGITS + s), i));
        }
      }
      scales.add(new SfmLearnerLoss.Scale(pyramid.picture(Field.IMAGE, s), views, logits, inverse));
    }
    return new SfmLearnerLoss(options.smoothness(), options.explainability()).of(tf, scales);
  }

  private static Operand<TFloat64> pair(Ops tf, Operand<TFloat64> logits, int view) {
    return tf.slice(
        logits, tf.constant(new int[] {0, 0, 0, 2 * view}), tf.constant(new int[] {-1, -1, -1, 2}));
  }
}
