package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import dev.fathom.train.losses.PointCloudAlignment;
import dev.fathom.train.losses.Vid2DepthLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Depth and ego-motion learned from two consecutive frames, which must agree in space: each frame's
 * picture, and the cloud of its points, must come out of the other's.
 *
 * <p>Both frames' depth is predicted by the same weights; one motion serves both directions.
 *
 * <p>Source: Mahjourian et al. 2018, section 3.
 */
public final class Vid2Depth implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param reconstruction α, of L1
   * @param alignment β, of the point clouds; 0 leaves them out
   * @param smoothness γ
   * @param structure ω, of SSIM
   * @param firstDepth that it answers before it has learned anything, in the unit of its motions
   */
  public record Options(
      double widthMultiplier,
      double reconstruction,
      double alignment,
      double smoothness,
      double structure,
      double firstDepth) {
    public static final Options PUBLISHED =
        new Options(
            1,
            Vid2DepthLoss.DEFAULT.reconstruction(),
            Vid2DepthLoss.DEFAULT.alignment(),
            Vid2DepthLoss.DEFAULT.smoothness(),
            Vid2DepthLoss.DEFAULT.structure(),
            VideoDepth.FIRST_DEPTH);

    public Options {
      new WidthMultiplier(widthMultiplier);
      new Vid2DepthLoss(reconstruction, alignment, smoothness, structure);
      VideoDepth.sigmoid(firstDepth);
    }

    Vid2DepthLoss loss() {
      return new Vid2DepthLoss(reconstruction, alignment, smoothness, structure);
    }
  }

  private static final Field MOTION = Field.PREVIOUS_FROM_IMAGE;
  private static final String PREVIOUS = "previous_";

  private final Options options;
  private final DispNet dispNet;
  private final PoseNet poseNet;

  public Vid2Depth(Options options) {
    this.options = options;
    WidthMultiplier width = new WidthMultiplier(options.widthMultiplier());
    this.dispNet =
        new DispNet(DispNet.Style.ZHOU, width, 1, VideoDepth.sigmoid(options.firstDepth()));
    this.poseNet = new PoseNet(width);
  }

  @Override
  public String name() {
    return "vid2depth";
  }

  @Override
  public String summary() {
    return "Depth and ego-motion from video alone with point clouds that must fit (Mahjourian):"
        + " relative depth from one colour picture, and the motion to the frame before.";
  }

  @Override
  public int sideMultiple() {
    return DispNet.SIDE_MULTIPLE;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE, Field.PREVIOUS);
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.INTRINSICS);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(
        VideoDepth.depthSignature(), VideoDepth.poseSignature(inputs(), List.of(MOTION)));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Predictions predictions = new Predictions();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    VideoDepth.addDepth(layers, predictions, dispNet.of(layers, "depth", image));
    if (in.has(Field.PREVIOUS)) {
      Operand<TFloat32> previous = in.get(Field.PREVIOUS);
      Operand<TFloat32> motions =
          poseNet.motions(
              layers, "pose", poseNet.encoded(layers, "pose", layers.concat(image, previous)), 1);
      VideoDepth.addMotion(
          layers.ops(), predictions, MOTION, PoseNet.motion(layers.ops(), motions, 0));
      // The intrinsics are there when there is a loss, which alone looks at the other frame's
      // depth.
      if (in.has(Field.INTRINSICS)) {
        VideoDepth.addInverseDepth(
            layers, predictions, PREVIOUS, dispNet.of(layers, "depth", previous));
      }
    }
    return predictions;
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    VideoPyramid pyramid = new VideoPyramid(tf, sample);
    Operand<TFloat64> previousFromImage = VideoDepth.pose(tf, predictions, MOTION);
    Operand<TFloat64> imageFromPrevious = PoseMatrix.inverse(tf, previousFromImage);
    List<Vid2DepthLoss.Scale> here = new ArrayList<>();
    List<Vid2DepthLoss.Scale> before = new ArrayList<>();
    for (int s = 0; s < DispNet.SCALES; s++) {
      Frame image = new Frame(tf, pyramid, Field.IMAGE, s, inverse(tf, predictions, "", s));
      Frame previous =
          new Frame(tf, pyramid, Field.PREVIOUS, s, inverse(tf, predictions, PREVIOUS, s));
      here.add(scale(image, previous, previousFromImage));
      before.add(scale(previous, image, imageFromPrevious));
    }
    return tf.math.add(options.loss().of(tf, here), options.loss().of(tf, before));
  }

  private static Operand<TFloat64> inverse(Ops tf, Predictions predictions, String of, int scale) {
    return VideoDepth.inverseDepth(tf, predictions, of, scale);
  }

  /** One frame at one scale; inverse depth [N, h, w, 1]. */
  private record Frame(
      Ops tf, VideoPyramid pyramid, Field field, int scale, Operand<TFloat64> inverseDepth) {
    Operand<TFloat64> depth() {
      return VideoDepth.depth(tf, inverseDepth);
    }

    Operand<TFloat64> cloud() {
      return Projection.backproject(tf, depth(), pyramid.intrinsics(scale));
    }
  }

  private Vid2DepthLoss.Scale scale(Frame target, Frame other, Operand<TFloat64> otherFromTarget) {
    Ops tf = target.tf();
    int s = target.scale();
    List<Operand<TFloat64>> alignments = new ArrayList<>();
    if (options.alignment() > 0) {
      alignments.add(
          PointCloudAlignment.DEFAULT.of(
              tf, target.cloud(), otherFromTarget, other.cloud(), target.pyramid().intrinsics(s)));
    }
    return new Vid2DepthLoss.Scale(
        target.pyramid().picture(target.field(), s),
        List.of(target.pyramid().view(other.field(), s, target.depth(), otherFromTarget)),
        alignments,
        target.inverseDepth());
  }
}
