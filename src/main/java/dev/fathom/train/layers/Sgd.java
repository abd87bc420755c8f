package dev.fathom.train.layers;

import dev.fathom.train.layers.Variables.Variable;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.ResourceApplyGradientDescent;
import org.tensorflow.types.TFloat32;

/**
 * Plain gradient descent: no memory, for the few steps of an online refinement. A step is a run
 * with all {@link #updates} as targets and {@link #learningRate} fed.
 */
public final class Sgd {
  private final Placeholder<TFloat32> learningRate;
  private final List<Op> updates = new ArrayList<>();

  /**
   * Adds the gradients of {@code loss} and the updates they drive to the graph.
   *
   * @param trained the variables to change, see {@link Variables#trained}
   * @param maxGradientNorm the joint gradient is scaled down to this length; infinity for never
   */
  public Sgd(Ops tf, Operand<?> loss, List<Variable> trained, double maxGradientNorm) {
    learningRate = tf.withName("learning_rate").placeholder(TFloat32.class);
    List<Operand<TFloat32>> gradients = LossGradients.of(tf, loss, trained, maxGradientNorm);
    for (int i = 0; i < trained.size(); i++) {
      updates.add(
          ResourceApplyGradientDescent.create(
              tf.scope(), trained.get(i).handle(), learningRate, gradients.get(i)));
    }
  }

  public Placeholder<TFloat32> learningRate() {
    return learningRate;
  }

  /** What one step runs. */
  public List<Op> updates() {
    return List.copyOf(updates);
  }
}
