package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.NormalisedMse;
import dev.fathom.train.losses.OrdinalLoss;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * What networks share that say what is near and what is far but not how far in metres: first they
 * learn the shape of depth, then the order of pairs of points.
 *
 * <p>Source: Gómez Garrido, "Single Image Depth Estimation", section 4.
 */
final class RelativeDepth {
  static final String DEPTH = "relative_depth";

  /** The number of which {@link #DEPTH} is the softplus: greater is farther, of any sign. */
  static final String FARNESS = "farness";

  static final Set<Field> TRUTH = Set.of(Field.DEPTH, Field.INTRINSICS, Field.ORDINAL_PAIRS);

  /** Numbers of one pair in its field. */
  private static final int PAIR = 5;

  private static final int PAIRS = Field.ORDINAL_PAIRS.channels() / PAIR;

  private RelativeDepth() {}

  /** Inputs in, relative depth out. */
  static Signature signature(Set<Field> inputs) {
    Output output = Output.newBuilder().setTensor(DEPTH).setRole(Role.RELATIVE_DEPTH).build();
    return new Signature(Signature.MAIN, Task.MONO_DEPTH, inputs, List.of(output));
  }

  /** Depth is positive, whatever number the last layer gives. Shape: [N, H, W, 1]. */
  static Predictions predictions(Layers layers, Operand<TFloat32> farness) {
    return new Predictions()
        .with(DEPTH, layers.channel(layers.softplus(farness), 0))
        .with(FARNESS, layers.channel(farness, 0));
  }

  /**
   * The squared error of depth brought to [0, 1] until {@code depthShare} of the training is over;
   * from then on the order of pairs.
   */
  static Operand<TFloat64> loss(
      Ops tf, SampleTensors sample, Predictions predictions, double depthShare) {
    Operand<TFloat64> depth = asMap(tf, predictions.exact(tf, DEPTH));
    Operand<TFloat64> shape = NormalisedMse.of(tf, depth, truth(tf, sample));
    Operand<TFloat64> order = order(tf, sample, asMap(tf, predictions.exact(tf, FARNESS)));
    Operand<TFloat64> first =
        tf.dtypes.cast(tf.math.less(sample.progress(), tf.constant(depthShare)), TFloat64.class);
    Operand<TFloat64> then = tf.math.sub(tf.constant(1.0), first);
    return tf.math.add(tf.math.mul(first, shape), tf.math.mul(then, order));
  }

  /** Depth at the canonical focal length, not beyond the scale's reach. Invalid: NaN. */
  private static Operand<TFloat64> truth(Ops tf, SampleTensors sample) {
    Operand<TFloat64> depth =
        DepthScale.DEFAULT.canonical(tf, sample.exact(Field.DEPTH), sample.exact(Field.INTRINSICS));
    Operand<TFloat64> far = tf.fill(tf.shape(depth), tf.constant(DepthScale.DEFAULT.maxMetres()));
    // Written so that NaN stays NaN.
    return tf.select(tf.math.greater(depth, far), far, depth);
  }

  /** The loss of the pairs, which asks the nearer point for the greater number. */
  private static Operand<TFloat64> order(Ops tf, SampleTensors sample, Operand<TFloat64> farness) {
    Operand<TFloat64> pairs =
        tf.reshape(sample.exact(Field.ORDINAL_PAIRS), tf.constant(new int[] {-1, PAIRS, PAIR}));
    return OrdinalLoss.of(tf, tf.math.neg(farness), points(tf, pairs), relation(tf, pairs));
  }

  /** Row and column of a, row and column of b; (0, 0) where there is no pair. */
  private static Operand<TInt32> points(Ops tf, Operand<TFloat64> pairs) {
    Operand<TFloat64> coordinates =
        tf.gather(pairs, tf.constant(new int[] {1, 0, 3, 2}), tf.constant(2));
    Operand<TBool> none = tf.math.isNan(coordinates);
    return tf.dtypes.cast(tf.select(none, tf.zerosLike(coordinates), coordinates), TInt32.class);
  }

  private static Operand<TFloat64> relation(Ops tf, Operand<TFloat64> pairs) {
    return tf.gather(pairs, tf.constant(PAIR - 1), tf.constant(2));
  }

  private static Operand<TFloat64> asMap(Ops tf, Operand<TFloat64> x) {
    return tf.expandDims(x, tf.constant(3));
  }
}
