package dev.fathom.train.networks;

import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.GaussianLikelihood;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * What networks share that predict depth in metres at the canonical focal length, see {@link
 * DepthScale}, and its log-variance, at a size of their own, and learn them from true depth.
 *
 * <p>Their papers know no σ; its channel is the second of their last layer.
 */
final class MetricDepth {
  static final String DEPTH = "canonical_depth";
  static final String LOG_VARIANCE = "log_variance";
  static final Set<Field> TRUTH = Set.of(Field.DEPTH, Field.INTRINSICS);

  /** What the last layer's number 1 means: rooms and streets then lie where its weights start. */
  private static final double METRES = 10;

  /** Weight of the likelihood, which trains the log-variance, beside the loss in metres. */
  private static final double LIKELIHOOD_WEIGHT = 0.2;

  /** A loss of depth in metres. Shape: [N, H, W, 1]; truth that is not finite is unknown. */
  @FunctionalInterface
  interface Loss {
    Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth);
  }

  private MetricDepth() {}

  /** One picture in, depth and its log-variance out. */
  static Signature signature() {
    return new Signature(
        Signature.MAIN,
        Task.MONO_DEPTH,
        Set.of(Field.IMAGE),
        List.of(DepthScale.DEFAULT.canonicalDepth(DEPTH), DepthScale.logVariance(LOG_VARIANCE)));
  }

  /** The two channels of {@code x}, [N, H, W, 2]. */
  static Predictions predictions(Layers layers, Operand<TFloat32> x) {
    return new Predictions()
        .with(DEPTH, layers.scale(layers.channel(x, 0), METRES))
        .with(LOG_VARIANCE, layers.channel(x, 1));
  }

  /** {@code depthLoss}, and the likelihood of the truth under the predicted variance. */
  static Operand<TFloat64> loss(
      Ops tf, SampleTensors sample, Predictions predictions, Loss depthLoss) {
    Operand<TFloat64> predicted = asMap(tf, predictions.exact(tf, DEPTH));
    Operand<TFloat64> truth = truth(tf, sample, predicted);
    Operand<TFloat64> likelihood =
        GaussianLikelihood.joint(
            tf, tf.stopGradient(predicted), asMap(tf, predictions.exact(tf, LOG_VARIANCE)), truth);
    return tf.math.add(
        depthLoss.of(tf, predicted, truth),
        tf.math.mul(likelihood, tf.constant(LIKELIHOOD_WEIGHT)));
  }

  /**
   * The true depth at the canonical focal length, the nearest pixel's where the prediction is of
   * another size.
   *
   * <p>Shape: [N, H, W, 1]. Invalid: NaN, also for what is farther than the scale reaches.
   */
  private static Operand<TFloat64> truth(
      Ops tf, SampleTensors sample, Operand<TFloat64> predicted) {
    Operand<TFloat64> depth =
        DepthScale.DEFAULT.canonical(tf, sample.exact(Field.DEPTH), sample.exact(Field.INTRINSICS));
    Operand<TFloat64> far = tf.constant(DepthScale.DEFAULT.maxMetres());
    Operand<TFloat64> unknown = tf.math.mul(depth, tf.constant(Double.NaN));
    Operand<TFloat64> known = tf.select(tf.math.less(depth, far), depth, unknown);
    // Held at its end: the gradient's way leads back through the prediction's sides.
    return tf.stopGradient(
        tf.image.resizeNearestNeighbor(
            known, sides(tf, predicted), ResizeNearestNeighbor.halfPixelCenters(true)));
  }

  private static Operand<TInt32> sides(Ops tf, Operand<TFloat64> map) {
    return tf.slice(tf.shape(map), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
  }

  private static Operand<TFloat64> asMap(Ops tf, Operand<TFloat64> x) {
    return tf.expandDims(x, tf.constant(3));
  }
}
