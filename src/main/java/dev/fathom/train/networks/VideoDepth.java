package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.PoseMatrix;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * What networks share that learn depth and ego-motion from video alone: inverse depth at four
 * scales, and what they are used for once exported.
 *
 * <p>Video of one camera has no scale: depth is relative, and so is the translation.
 */
final class VideoDepth {
  /** Key of the depth output. */
  static final String DEPTH = "relative_depth";

  private static final String INVERSE = "inverse_depth_";
  private static final String EULER = "_euler";

  /** Inverse depth = 10 · sigmoid + 0.01. Source: the authors' of Zhou et al. 2017. */
  private static final double INVERSE_RANGE = 10;

  private static final double LEAST_INVERSE = 0.01;

  /** The middle of the range. */
  static final double FIRST_DEPTH = 1 / (0.5 * INVERSE_RANGE + LEAST_INVERSE);

  private VideoDepth() {}

  /**
   * The sigmoid of a depth.
   *
   * @throws IllegalArgumentException if the depth is out of range
   */
  static double sigmoid(double depth) {
    double share = (1 / depth - LEAST_INVERSE) / INVERSE_RANGE;
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          String.format(
              "the first depth must be within %.2g and %.3g, found %s",
              1 / (INVERSE_RANGE + LEAST_INVERSE), 1 / LEAST_INVERSE, depth));
    }
    return share;
  }

  /** One picture in, relative depth out. */
  static Signature depthSignature() {
    return new Signature(
        Signature.MAIN,
        Task.MONO_DEPTH,
        Set.of(Field.IMAGE),
        List.of(Output.newBuilder().setTensor(DEPTH).setRole(Role.RELATIVE_DEPTH).build()));
  }

  /** The motions that these fields name. */
  static Signature poseSignature(Set<Field> inputs, List<Field> motions) {
    return new Signature(
        "pose",
        Task.EGO_MOTION,
        inputs,
        motions.stream()
            .map(field -> Output.newBuilder().setTensor(key(field)).setRole(Role.POSE).build())
            .toList());
  }

  static String key(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the predictions of the picture's depth. */
  static void addDepth(Layers layers, Predictions to, List<Operand<TFloat32>> sigmoids) {
    Ops tf = layers.ops();
    addInverseDepth(layers, to, "", sigmoids);
    to.with(DEPTH, tf.math.reciprocal(tf.squeeze(to.get(INVERSE + 0), Squeeze.axis(List.of(3L)))));
  }

  /** Adds inverse depth at every scale, of the frame that {@code prefix} names. */
  static void addInverseDepth(
      Layers layers, Predictions to, String prefix, List<Operand<TFloat32>> sigmoids) {
    for (int s = 0; s < sigmoids.size(); s++) {
      Operand<TFloat32> above = layers.scale(sigmoids.get(s), INVERSE_RANGE);
      to.with(
          prefix + INVERSE + s,
          layers.ops().math.add(above, layers.ops().constant((float) LEAST_INVERSE)));
    }
  }

  /**
   * Adds a motion as it is exported, six numbers with a rotation vector; and as it was predicted,
   * which is nearer to the weights.
   *
   * @param numbers translation and Euler angles, float64 [N, 6]
   */
  static void addMotion(Ops tf, Predictions to, Field field, Operand<TFloat64> numbers) {
    addMotion(tf, to, "", field, numbers);
  }

  /** The same of the thing that {@code prefix} names. */
  static void addMotion(
      Ops tf, Predictions to, String prefix, Field field, Operand<TFloat64> numbers) {
    Operand<TFloat64> pose = PoseMatrix.fromEuler(tf, numbers);
    String key = prefix + key(field);
    to.with(key, tf.dtypes.cast(PoseMatrix.toRotationVector(tf, pose), TFloat32.class))
        .with(key + EULER, tf.dtypes.cast(numbers, TFloat32.class));
  }

  /** Inverse depth at 1/2ˢ of the size. Shape: float64 [N, h, w, 1]. */
  static Operand<TFloat64> inverseDepth(Ops tf, Predictions predictions, int scale) {
    return inverseDepth(tf, predictions, "", scale);
  }

  /** The same of the frame that {@code prefix} names. */
  static Operand<TFloat64> inverseDepth(Ops tf, Predictions predictions, String prefix, int scale) {
    return predictions.exact(tf, prefix + INVERSE + scale);
  }

  /** Shape: float64 [N, h, w, 1] to [N, h, w]. */
  static Operand<TFloat64> depth(Ops tf, Operand<TFloat64> inverseDepth) {
    return tf.math.reciprocal(tf.squeeze(inverseDepth, Squeeze.axis(List.of(3L))));
  }

  /** The predicted motion of the field that names it. Shape: float64 [N, 4, 4]. */
  static Operand<TFloat64> pose(Ops tf, Predictions predictions, Field field) {
    return pose(tf, predictions, "", field);
  }

  /** The same of the thing that {@code prefix} names. */
  static Operand<TFloat64> pose(Ops tf, Predictions predictions, String prefix, Field field) {
    return PoseMatrix.fromEuler(tf, predictions.exact(tf, prefix + key(field) + EULER));
  }
}
