package dev.fathom.train.layers;

import dev.fathom.train.layers.Variables.Kind;
import dev.fathom.train.layers.Variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
  private final Predicate<String> batchStatistics;
  private final List<Op> updates = new ArrayList<>();

  public TrainedLayers(Ops tf, Variables variables, boolean batchStatistics) {
    this(tf, variables, name -> batchStatistics);
  }

  /**
   * @param batchStatistics whether the layer of a name is normalised by the batch: not so where a
   *     part of the network is not trained for now
   */
  public TrainedLayers(Ops tf, Variables variables, Predicate<String> batchStatistics) {
    super(tf);
    this.variables = variables;
    this.batchStatistics = batchStatistics;
  }

  /** What must run with every training step besides the optimiser. */
  public List<Op> updates() {
    return List.copyOf(updates);
  }

  @Override
  Operand<TFloat32> linear(
      String name, Kernel kernel, Ending ending, UnaryOperator<Operand<TFloat32>> operation) {
    Operand<TFloat32> weights =
        trained(name + ".weights", kernel.shape(), Variables.normal(kernel.deviation()));
    return switch (ending) {
      case NONE -> operation.apply(weights);
      case BIAS -> {
        Operand<TFloat32> bias =
            trained(name + ".bias", Shape.of(kernel.channels()), Variables.constant(0));
        yield tf.nn.biasAdd(operation.apply(weights), bias);
      }
      case NORMALISED -> normalised(name, kernel, weights, operation);
    };
  }

  private Operand<TFloat32> normalised(
      String name,
      Kernel kernel,
      Operand<TFloat32> weights,
      UnaryOperator<Operand<TFloat32>> operation) {
    Shape shape = Shape.of(kernel.channels());
    Operand<TFloat32> scale = trained(name + ".scale", shape, Variables.constant(1));
    Operand<TFloat32> shift = trained(name + ".shift", shape, Variables.constant(0));
    Variable mean = variables.get(name + ".mean", Kind.STATISTIC, shape, Variables.constant(0));
    Variable variance =
        variables.get(name + ".variance", Kind.STATISTIC, shape, Variables.constant(1));
    if (batchStatistics.test(name)) {
      FusedBatchNorm<TFloat32, TFloat32> norm =
          normaliseByBatch(operation.apply(weights), scale, shift);
      updates.add(moveTowards(mean, norm.batchMean()));
      updates.add(moveTowards(variance, norm.batchVariance()));
      return norm.y();
    }
    Operand<TFloat32> deviation =
        tf.math.sqrt(tf.math.add(variance.value(), tf.constant(VARIANCE_FLOOR)));
    Operand<TFloat32> factor = tf.math.div(scale, deviation);
    Operand<TFloat32> bias = tf.math.sub(shift, tf.math.mul(mean.value(), factor));
    Operand<TFloat32> perChannel =
        kernel.perChannel().equals(shape)
            ? factor
            : tf.reshape(factor, tf.constant(kernel.perChannel().asArray()));
    return tf.nn.biasAdd(operation.apply(tf.math.mul(weights, perChannel)), bias);
  }

  private Operand<TFloat32> trained(String name, Shape shape, Variables.Initialiser initialiser) {
    return variables.get(name, Kind.TRAINED, shape, initialiser).value();
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
