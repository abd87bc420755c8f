package dev.fathom.train.layers;

import dev.fathom.train.layers.Variables.Kind;
import dev.fathom.train.layers.Variables.Variable;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignSubVariableOp;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Layers on variables, either as they are trained or as they are used.
 *
 * <p>In training, batch normalisation takes its statistics from the batch and {@link #updates()}
 * moves the running ones towards them; otherwise it uses the running ones.
 */
public final class TrainedLayers extends Layers {
  /** Added to the variance before the root is taken. */
  static final float VARIANCE_FLOOR = 1e-3f;

  /** Share of the batch's statistics in the running ones after each step. */
  private static final float STATISTICS_RATE = 0.02f;

  private final Variables variables;
  private final boolean training;
  private final List<Op> updates = new ArrayList<>();

  public TrainedLayers(Ops tf, Variables variables, boolean training) {
    super(tf);
    this.variables = variables;
    this.training = training;
  }

  /** What must run with every training step besides the optimiser. */
  public List<Op> updates() {
    return List.copyOf(updates);
  }

  @Override
  public Operand<TFloat32> conv3x3(String name, Operand<TFloat32> x, int channels, double gain) {
    Variable bias =
        variables.get(name + ".bias", Kind.TRAINED, Shape.of(channels), Variables.constant(0));
    return tf.nn.biasAdd(convolve(x, weights(name, x, channels, gain)), bias.value());
  }

  @Override
  public Operand<TFloat32> conv3x3Normalised(String name, Operand<TFloat32> x, int channels) {
    return normalise(name, convolve(x, weights(name, x, channels, 1)), channels);
  }

  private Operand<TFloat32> weights(String name, Operand<TFloat32> x, int channels, double gain) {
    int in = channelsOf(x);
    return variables
        .get(
            name + ".weights",
            Kind.TRAINED,
            kernel3x3(in, channels),
            Variables.normal(gain * Math.sqrt(2.0 / (9.0 * in))))
        .value();
  }

  private Operand<TFloat32> normalise(String name, Operand<TFloat32> x, int channels) {
    Shape shape = Shape.of(channels);
    Variable scale = variables.get(name + ".scale", Kind.TRAINED, shape, Variables.constant(1));
    Variable shift = variables.get(name + ".shift", Kind.TRAINED, shape, Variables.constant(0));
    Variable mean = variables.get(name + ".mean", Kind.STATISTIC, shape, Variables.constant(0));
    Variable variance =
        variables.get(name + ".variance", Kind.STATISTIC, shape, Variables.constant(1));
    // In training the running statistics must not be inputs: the kernel would use or check them.
    Operand<TFloat32> none = tf.constant(new float[0]);
    FusedBatchNorm<TFloat32, TFloat32> norm =
        tf.nn.fusedBatchNorm(
            x,
            scale.value(),
            shift.value(),
            training ? none : mean.value(),
            training ? none : variance.value(),
            FusedBatchNorm.isTraining(training),
            FusedBatchNorm.epsilon(VARIANCE_FLOOR));
    if (training) {
      updates.add(moveTowards(mean, norm.batchMean()));
      updates.add(moveTowards(variance, norm.batchVariance()));
    }
    return norm.y();
  }

  private Op moveTowards(Variable running, Output<TFloat32> batch) {
    Operand<TFloat32> step =
        tf.math.mul(tf.math.sub(running.value(), batch), tf.constant(STATISTICS_RATE));
    return AssignSubVariableOp.create(tf.scope(), running.handle(), step);
  }
}
