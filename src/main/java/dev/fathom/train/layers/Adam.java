package dev.fathom.train.layers;

import dev.fathom.train.layers.Variables.Kind;
import dev.fathom.train.layers.Variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.ResourceApplyAdam;
import org.tensorflow.types.TFloat32;

/**
 * The Adam optimiser over all or some trained variables of a graph.
 *
 * <p>Source: Kingma and Ba 2015, algorithm 1. The powers of β come from the step number, so that a
 * checkpoint needs nothing but variables and the step. A variable that still rests has its moments
 * kept all the same, by a rate of 0, so that the correction of their bias is right when it wakes.
 */
public final class Adam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  /** By the share of the training until which their variables rest. */
  private final Map<Double, Placeholder<TFloat32>> learningRates = new TreeMap<>();

  private final Placeholder<TFloat32> beta1Power;
  private final Placeholder<TFloat32> beta2Power;
  private final List<Op> updates = new ArrayList<>();

  /** Adds the gradients of {@code loss} and the updates they drive to the graph. */
  public Adam(Ops tf, Variables variables, Operand<?> loss) {
    this(tf, variables, loss, variables.trained(), Double.POSITIVE_INFINITY, name -> 0);
  }

  /**
   * Adds the gradients of {@code loss} and the updates they drive to the graph.
   *
   * @param trained the variables to change, see {@link Variables#trained}
   * @param maxGradientNorm the joint gradient is scaled down to this length; infinity for never
   * @param restsUntil share of the training from which on a variable is changed, by its name
   */
  public Adam(
      Ops tf,
      Variables variables,
      Operand<?> loss,
      List<Variable> trained,
      double maxGradientNorm,
      ToDoubleFunction<String> restsUntil) {
    beta1Power = tf.withName("beta1_power").placeholder(TFloat32.class);
    beta2Power = tf.withName("beta2_power").placeholder(TFloat32.class);
    List<Operand<TFloat32>> gradients = LossGradients.of(tf, loss, trained, maxGradientNorm);
    for (int i = 0; i < trained.size(); i++) {
      Placeholder<TFloat32> rate =
          learningRates.computeIfAbsent(
              restsUntil.applyAsDouble(trained.get(i).name()),
              share -> tf.withName("learning_rate").placeholder(TFloat32.class));
      updates.add(update(tf, variables, trained.get(i), rate, gradients.get(i)));
    }
  }

  private Op update(
      Ops tf,
      Variables variables,
      Variable variable,
      Placeholder<TFloat32> learningRate,
      Operand<TFloat32> gradient) {
    return ResourceApplyAdam.create(
        tf.scope(),
        variable.handle(),
        slot(variables, variable, ".first_moment").handle(),
        slot(variables, variable, ".second_moment").handle(),
        beta1Power,
        beta2Power,
        learningRate,
        tf.constant(BETA1),
        tf.constant(BETA2),
        tf.constant(EPSILON),
        gradient);
  }

  private static Variable slot(Variables variables, Variable variable, String suffix) {
    return variables.get(
        variable.name() + suffix, Kind.SLOT, variable.shape(), Variables.constant(0));
  }

  /** What one step runs. */
  public List<Op> updates() {
    return List.copyOf(updates);
  }

  /** Makes {@code runner} take one optimisation step of nothing that rests. */
  public Feeds feed(Session.Runner runner, long step, double rate) {
    return feed(runner, step, 1, rate);
  }

  /**
   * Makes {@code runner} take one optimisation step.
   *
   * @param step counts from 0
   * @param done share of the training that is over
   */
  public Feeds feed(Session.Runner runner, long step, double done, double rate) {
    updates.forEach(runner::addTarget);
    List<TFloat32> fed = new ArrayList<>();
    learningRates.forEach(
        (share, placeholder) -> fed.add(feed(runner, placeholder, share <= done ? rate : 0)));
    fed.add(feed(runner, beta1Power, Math.pow(BETA1, step + 1.0)));
    fed.add(feed(runner, beta2Power, Math.pow(BETA2, step + 1.0)));
    return new Feeds(fed);
  }

  private static TFloat32 feed(
      Session.Runner runner, Placeholder<TFloat32> placeholder, double value) {
    TFloat32 tensor = TFloat32.scalarOf((float) value);
    runner.feed(placeholder, tensor);
    return tensor;
  }

  /** The fed tensors: close after the run. */
  public record Feeds(List<TFloat32> tensors) implements AutoCloseable {
    @Override
    public void close() {
      tensors.forEach(TFloat32::close);
    }
  }
}
