package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.BilinearSampler;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import dev.fathom.train.losses.Struct2DepthLoss;
import dev.fathom.train.losses.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Depth, ego-motion and the motion of each object, learned from video with masks of what may move;
 * and refined on the frames at hand when in use.
 *
 * <p>Ego-motion is seen in what does not move. Each object's own motion is seen by a second network
 * of the same architecture in the frames warped by the ego-motion, masked to the object; a point of
 * the object moves first by its own motion, then by the camera's. Where no masks are given, nothing
 * moves by itself.
 *
 * <p>Source: Casser et al. 2019, sections "Object Motion Model" and "Test Time Refinement Model";
 * the depth network is {@link DispNet}.
 */
public final class Struct2Depth implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param objects things of a picture whose own motion is modelled: the numbers 1 to this of the
   *     masks
   * @param reconstruction α₁, of L1
   * @param structure α₂, of SSIM
   * @param smoothness α₃
   * @param firstDepth that it answers before it has learned anything, in the unit of its motions
   */
  public record Options(
      double widthMultiplier,
      int objects,
      double reconstruction,
      double structure,
      double smoothness,
      double firstDepth) {
    public static final Options PUBLISHED =
        new Options(
            1,
            3,
            Struct2DepthLoss.DEFAULT.reconstruction(),
            Struct2DepthLoss.DEFAULT.structure(),
            Struct2DepthLoss.DEFAULT.smoothness(),
            VideoDepth.FIRST_DEPTH);

    public Options {
      new WidthMultiplier(widthMultiplier);
      new Struct2DepthLoss(reconstruction, structure, smoothness);
      VideoDepth.sigmoid(firstDepth);
      if (!(objects >= 0 && objects <= 32)) {
        throw new IllegalArgumentException("objects must be 0 to 32, found " + objects);
      }
    }
  }

  private static final List<Field> SOURCES = List.of(Field.PREVIOUS, Field.NEXT);
  private static final List<Field> MASKS = List.of(Field.PREVIOUS_INSTANCES, Field.NEXT_INSTANCES);
  private static final List<Field> MOTIONS =
      List.of(Field.PREVIOUS_FROM_IMAGE, Field.NEXT_FROM_IMAGE);
  private static final Set<Field> FRAMES =
      Set.of(
          Field.IMAGE,
          Field.PREVIOUS,
          Field.NEXT,
          Field.INSTANCES,
          Field.PREVIOUS_INSTANCES,
          Field.NEXT_INSTANCES,
          Field.INTRINSICS);

  private final Options options;
  private final DispNet dispNet;
  private final PoseNet poseNet;

  public Struct2Depth(Options options) {
    this.options = options;
    WidthMultiplier width = new WidthMultiplier(options.widthMultiplier());
    this.dispNet =
        new DispNet(DispNet.Style.ZHOU, width, 1, VideoDepth.sigmoid(options.firstDepth()));
    this.poseNet = new PoseNet(width);
  }

  @Override
  public String name() {
    return "struct2depth";
  }

  @Override
  public String summary() {
    return "Depth, ego-motion and the motions of objects from video (Casser), with gradient steps"
        + " on the frames at hand.";
  }

  @Override
  public int sideMultiple() {
    return DispNet.SIDE_MULTIPLE;
  }

  @Override
  public Set<Field> inputs() {
    return FRAMES;
  }

  @Override
  public Set<Field> truth() {
    return Set.of();
  }

  @Override
  public List<Signature> signatures() {
    List<Output> objects = new ArrayList<>();
    for (int i = 0; i < options.objects(); i++) {
      for (Field motion : MOTIONS) {
        String key = object(i) + VideoDepth.key(motion);
        objects.add(Output.newBuilder().setTensor(key).setRole(Role.POSE).build());
      }
    }
    List<Signature> all = new ArrayList<>();
    all.add(VideoDepth.depthSignature());
    all.add(VideoDepth.poseSignature(FRAMES, MOTIONS));
    if (!objects.isEmpty()) {
      all.add(new Signature("objects", Task.EGO_MOTION, FRAMES, objects));
    }
    return all;
  }

  /** All weights are refined: the motions must follow the depth. */
  @Override
  public Optional<Refinement> refinement() {
    return Optional.of(new Refinement(FRAMES, name -> true));
  }

  private static String object(int index) {
    return "object" + (index + 1) + "_";
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Predictions predictions = new Predictions();
    Operand<TFloat32> image = in.get(Field.IMAGE);
    VideoDepth.addDepth(layers, predictions, dispNet.of(layers, "depth", image));
    if (in.has(Field.PREVIOUS) && in.has(Field.NEXT)) {
      addEgoMotion(layers, in, predictions);
      if (options.objects() > 0) {
        Operand<TFloat32> motions = objectMotions(layers, in, predictions);
        for (int i = 0; i < options.objects(); i++) {
          addObject(tf, predictions, i, motions);
        }
      }
    }
    return predictions;
  }

  /** In the frames without anything that moves in any of them. */
  private void addEgoMotion(Layers layers, SampleTensors in, Predictions predictions) {
    Ops tf = layers.ops();
    Operand<TFloat32> still = still(tf, in.get(Field.INSTANCES));
    for (Field mask : MASKS) {
      still = tf.math.mul(still, still(tf, in.get(mask)));
    }
    List<Operand<TFloat32>> frames = new ArrayList<>();
    for (Field frame : List.of(Field.PREVIOUS, Field.IMAGE, Field.NEXT)) {
      frames.add(tf.math.mul(in.get(frame), still));
    }
    Operand<TFloat32> motions =
        poseNet.motions(
            layers, "pose", poseNet.encoded(layers, "pose", layers.concat(frames)), MOTIONS.size());
    for (int i = 0; i < MOTIONS.size(); i++) {
      VideoDepth.addMotion(tf, predictions, MOTIONS.get(i), PoseNet.motion(tf, motions, i));
    }
  }

  /** 1 where there is no number, else 0. */
  private static Operand<TFloat32> still(Ops tf, Operand<TFloat32> numbers) {
    return tf.math.sub(tf.constant(1f), tf.math.minimum(tf.math.abs(numbers), tf.constant(1f)));
  }

  /** 1 where the number is {@code number}, else 0. */
  private static Operand<TFloat64> mask(Ops tf, Operand<TFloat64> numbers, int number) {
    Operand<TFloat64> apart = tf.math.abs(tf.math.sub(numbers, tf.constant((double) number)));
    return tf.math.sub(tf.constant(1.0), tf.math.minimum(apart, tf.constant(1.0)));
  }

  /**
   * The motions of all objects, seen by the same weights: the objects are one after the other in
   * the batch.
   *
   * <p>Shape: [objects · N, 12].
   */
  private Operand<TFloat32> objectMotions(
      Layers layers, SampleTensors in, Predictions predictions) {
    Ops tf = layers.ops();
    // Where the warps look is given to this network, and not learned through it.
    Operand<TFloat64> depth =
        tf.stopGradient(VideoDepth.depth(tf, VideoDepth.inverseDepth(tf, predictions, 0)));
    List<Operand<TFloat64>> coordinates = new ArrayList<>();
    for (Field motion : MOTIONS) {
      Operand<TFloat64> camera = in.exact(Field.INTRINSICS);
      Operand<TFloat64> pose = tf.stopGradient(VideoDepth.pose(tf, predictions, motion));
      coordinates.add(
          tf.stopGradient(Projection.reproject(tf, depth, camera, pose, camera).coordinates()));
    }
    List<Operand<TFloat32>> objects = new ArrayList<>();
    for (int i = 1; i <= options.objects(); i++) {
      List<Operand<TFloat64>> frames = new ArrayList<>();
      for (int s = 0; s < SOURCES.size(); s++) {
        Operand<TFloat64> there =
            tf.math.mul(in.exact(SOURCES.get(s)), mask(tf, in.exact(MASKS.get(s)), i));
        frames.add(BilinearSampler.sample(tf, there, coordinates.get(s)).values());
      }
      frames.add(1, tf.math.mul(in.exact(Field.IMAGE), mask(tf, in.exact(Field.INSTANCES), i)));
      objects.add(tf.dtypes.cast(tf.concat(frames, tf.constant(3)), TFloat32.class));
    }
    Operand<TFloat32> seen =
        objects.size() == 1 ? objects.get(0) : tf.concat(objects, tf.constant(0));
    return poseNet.motions(
        layers, "object", poseNet.encoded(layers, "object", seen), MOTIONS.size());
  }

  private void addObject(Ops tf, Predictions predictions, int index, Operand<TFloat32> motions) {
    Operand<TFloat32> own =
        tf.gather(
            tf.reshape(
                motions,
                tf.constant(new int[] {options.objects(), -1, PoseNet.NUMBERS * MOTIONS.size()})),
            tf.constant(index),
            tf.constant(0));
    for (int i = 0; i < MOTIONS.size(); i++) {
      VideoDepth.addMotion(
          tf, predictions, object(index), MOTIONS.get(i), PoseNet.motion(tf, own, i));
    }
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    VideoPyramid pyramid = new VideoPyramid(tf, sample);
    List<Struct2DepthLoss.Scale> scales = new ArrayList<>();
    for (int s = 0; s < DispNet.SCALES; s++) {
      Operand<TFloat64> inverse = VideoDepth.inverseDepth(tf, predictions, s);
      Operand<TFloat64> depth = VideoDepth.depth(tf, inverse);
      List<View> views = new ArrayList<>();
      for (int i = 0; i < SOURCES.size(); i++) {
        views.add(view(tf, sample, predictions, pyramid, new Warp(i, s, depth)));
      }
      scales.add(new Struct2DepthLoss.Scale(pyramid.picture(Field.IMAGE, s), views, inverse));
    }
    return new Struct2DepthLoss(options.reconstruction(), options.structure(), options.smoothness())
        .of(tf, scales);
  }

  /** Which source, at which scale, by which depth of IMAGE. */
  private record Warp(int source, int scale, Operand<TFloat64> depth) {}

  /** The ego-motion's view with each object's own laid over it. */
  private View view(
      Ops tf, SampleTensors sample, Predictions predictions, VideoPyramid pyramid, Warp warp) {
    Field source = SOURCES.get(warp.source());
    Field motion = MOTIONS.get(warp.source());
    Operand<TFloat64> ego = VideoDepth.pose(tf, predictions, motion);
    View view = pyramid.view(source, warp.scale(), warp.depth(), ego);
    for (int i = 0; i < options.objects(); i++) {
      Operand<TFloat64> own = VideoDepth.pose(tf, predictions, object(i), motion);
      View moved =
          pyramid.view(source, warp.scale(), warp.depth(), PoseMatrix.compose(tf, ego, own));
      Operand<TFloat64> mask =
          VideoPyramid.reduced(
              tf, mask(tf, sample.exact(Field.INSTANCES), i + 1), 1 << warp.scale());
      view = view.with(tf, moved, mask);
    }
    return view;
  }
}
