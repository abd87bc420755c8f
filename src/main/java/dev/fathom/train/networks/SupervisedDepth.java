package dev.fathom.train.networks;

import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.GaussianLikelihood;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * What networks share that predict normalised log depth p and its log-variance, see {@link
 * DepthScale}, and learn them from true depth.
 */
final class SupervisedDepth {
  static final String LOG_DEPTH = "log_depth";
  static final String LOG_VARIANCE = "log_variance";
  static final Set<Field> TRUTH = Set.of(Field.DEPTH, Field.INTRINSICS);

  /** Weight of the likelihood, which trains only the log-variance, beside the loss of p. */
  private static final double LIKELIHOOD_WEIGHT = 0.02;

  private SupervisedDepth() {}

  /** One picture in, log depth and log-variance out. */
  static Signature signature() {
    return signature(Set.of(Field.IMAGE));
  }

  /** Log depth and log-variance out. */
  static Signature signature(Set<Field> inputs) {
    return new Signature(
        Signature.MAIN,
        Task.MONO_DEPTH,
        inputs,
        List.of(DepthScale.DEFAULT.logDepth(LOG_DEPTH), DepthScale.logVariance(LOG_VARIANCE)));
  }

  /** The two channels of {@code x}, [N, H, W, 2]. */
  static Predictions predictions(Layers layers, Operand<TFloat32> x) {
    return new Predictions()
        .with(LOG_DEPTH, layers.channel(x, 0))
        .with(LOG_VARIANCE, layers.channel(x, 1));
  }

  /** A loss of p: what is predicted against what is true, both float64 [N, H, W, 1]. */
  interface DepthLoss {
    Operand<TFloat64> of(Operand<TFloat64> predicted, Operand<TFloat64> truth);
  }

  /** {@code depthLoss} of p, and the likelihood of the truth under the predicted variance. */
  static Operand<TFloat64> loss(
      Ops tf, SampleTensors sample, Predictions predictions, DepthLoss depthLoss) {
    Operand<TFloat64> p = asMap(tf, predictions.exact(tf, LOG_DEPTH));
    Operand<TFloat64> truth = knownTruth(tf, sample, p);
    Operand<TFloat64> likelihood =
        GaussianLikelihood.loss(tf, p, asMap(tf, predictions.exact(tf, LOG_VARIANCE)), truth);
    return tf.math.add(
        depthLoss.of(p, truth), tf.math.mul(likelihood, tf.constant(LIKELIHOOD_WEIGHT)));
  }

  /**
   * The true p. Where it is unknown it is what was predicted: no error, and no gradient.
   *
   * <p>Shape: [N, H, W, 1].
   */
  static Operand<TFloat64> knownTruth(Ops tf, SampleTensors sample, Operand<TFloat64> predicted) {
    Operand<TFloat64> depth = sample.exact(Field.DEPTH);
    Operand<TFloat64> truth =
        DepthScale.DEFAULT.normalised(tf, depth, sample.exact(Field.INTRINSICS));
    return tf.select(tf.math.isNan(depth), tf.stopGradient(predicted), truth);
  }

  private static Operand<TFloat64> asMap(Ops tf, Operand<TFloat64> x) {
    return tf.expandDims(x, tf.constant(3));
  }
}
