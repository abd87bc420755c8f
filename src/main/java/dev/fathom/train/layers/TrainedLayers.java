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
 * Layers on variables, as they are trained or as they are used.
 *
 * <p>By batch statistics, batch normalisation scales by what the batch shows and {@link #updates()}
 * moves the running statistics towards it. Otherwise the running statistics are folded into the
 * convolution, just as {@link FrozenLayers} does once and for all; training goes on in that form
 * too, and then there is no gap between what is trained and what is used.
 */
public final class TrainedLayers extends Layers {
  /** Added to the variance before the root is taken. */
  static final float VARIANCE_FLOOR = 1e-3f;

  /** Share of the batch's statistics in the running ones after each step. */
  private static final float STATISTICS_RATE = 0.02f;

  private final Variables variables;
  private final boolean batchStatistics;
  private final List<Op> updates = new ArrayList<>();

  public TrainedLayers(Ops tf, Variables variables, boolean batchStatistics) {
    super(tf);
    this.variables = variables;
    this.batchStatistics = batchStatistics;
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
  public Operand<TFloat32> conv(
      String name, Operand<TFloat32> x, int side, int stride, int channels, double gain) {
    int in = channelsOf(x);
    double deviation = gain * Math.sqrt(2.0 / ((double) side * side * in));
    Variable weights =
        variables.get(
            name + ".weights",
            Kind.TRAINED,
            Shape.of(side, side, in, channels),
            Variables.normal(deviation));
    Variable bias =
        variables.get(name + ".bias", Kind.TRAINED, Shape.of(channels), Variables.constant(0));
    return tf.nn.biasAdd(convolve(x, weights.value(), stride), bias.value());
  }

  @Override
  public Operand<TFloat32> conv3x3Normalised(String name, Operand<TFloat32> x, int channels) {
    Operand<TFloat32> weights = weights(name, x, channels, 1);
    Shape shape = Shape.of(channels);
    Variable scale = variables.get(name + ".scale", Kind.TRAINED, shape, Variables.constant(1));
    Variable shift = variables.get(name + ".shift", Kind.TRAINED, shape, Variables.constant(0));
    Variable mean = variables.get(name + ".mean", Kind.STATISTIC, shape, Variables.constant(0));
    Variable variance =
        variables.get(name + ".variance", Kind.STATISTIC, shape, Variables.constant(1));
    if (batchStatistics) {
      FusedBatchNorm<TFloat32, TFloat32> norm =
          normaliseByBatch(convolve(x, weights), scale.value(), shift.value());
      updates.add(moveTowards(mean, norm.batchMean()));
      updates.add(moveTowards(variance, norm.batchVariance()));
      return norm.y();
    }
    Operand<TFloat32> deviation =
        tf.math.sqrt(tf.math.add(variance.value(), tf.constant(VARIANCE_FLOOR)));
    Operand<TFloat32> factor = tf.math.div(scale.value(), deviation);
    Operand<TFloat32> bias = tf.math.sub(shift.value(), tf.math.mul(mean.value(), factor));
    // The output channel is the kernel's last axis, so that the factor broadcasts over the others.
    return tf.nn.biasAdd(convolve(x, tf.math.mul(weights, factor)), bias);
  }

  /** He et al. 2015, equation 10: a variance of 2 / fan-in lasts through ReLU layers. */
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

  private FusedBatchNorm<TFloat32, TFloat32> normaliseByBatch(
      Operand<TFloat32> x, Operand<TFloat32> scale, Operand<TFloat32> shift) {
    Operand<TFloat32> none = tf.constant(new float[0]);
    return tf.nn.fusedBatchNorm(
        x,
        scale,
        shift,
        none,
        none,
        FusedBatchNorm.isTraining(true),
        FusedBatchNorm.epsilon(VARIANCE_FLOOR));
  }

  private Op moveTowards(Variable running, Output<TFloat32> batch) {
    Operand<TFloat32> step =
        tf.math.mul(tf.math.sub(running.value(), batch), tf.constant(STATISTICS_RATE));
    return AssignSubVariableOp.create(tf.scope(), running.handle(), step);
  }
}
