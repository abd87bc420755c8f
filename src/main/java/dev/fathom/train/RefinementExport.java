package dev.fathom.train;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Sgd;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.networks.Refinement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Learning in use: signatures that take a gradient step on the exported network's variables, and
 * that give them back what they were trained to. All other signatures see the variables as they
 * are.
 *
 * <p>Source: Casser et al. 2019, section "Test Time Refinement Model".
 */
final class RefinementExport {
  static final String LOSS = "loss";
  static final String LEARNING_RATE = "learning_rate";
  static final String DONE = "done";

  /** Follows a variable's name in that of the constant it begins with. */
  static final String TRAINED = ".trained";

  /** One odd frame must not throw the weights away. */
  private static final double MAX_GRADIENT_NORM = 1;

  private final Ops tf;
  private final Variables variables;
  private final Op initialiser;

  /**
   * @param variables of the network, already in the graph
   * @param values that they are to have when the model is loaded
   */
  RefinementExport(Ops tf, Variables variables, Map<String, float[]> values) {
    this.tf = tf;
    this.variables = variables;
    List<Op> assigned = new ArrayList<>();
    for (Variables.Variable variable : variables.all()) {
      float[] value = values.get(variable.name());
      if (value == null) {
        throw new IllegalArgumentException("no values for variable " + variable.name());
      }
      Operand<TFloat32> constant =
          tf.withName(variable.name() + TRAINED)
              .constant(NdArrays.wrap(variable.shape(), DataBuffers.of(value, true, false)));
      assigned.add(AssignVariableOp.create(tf.scope(), variable.handle(), constant));
    }
    this.initialiser = tf.withName("initialise").withControlDependencies(assigned).noOp();
  }

  /** Gives every variable its trained value. */
  Op initialiser() {
    return initialiser;
  }

  /** The signatures {@link Refinement#STEP} and {@link Refinement#RESET}. */
  List<SavedModelWriter.Served> served(
      Refinement refinement, Map<Field, ? extends Operand<?>> fed, Operand<TFloat64> loss) {
    Sgd sgd = new Sgd(tf, loss, variables.trained(refinement.trained()), MAX_GRADIENT_NORM);
    Map<String, Operand<?>> inputs = new LinkedHashMap<>();
    for (Field field : refinement.inputs().stream().sorted().toList()) {
      Operand<?> placeholder = fed.get(field);
      if (placeholder == null) {
        throw new IllegalArgumentException("the graph has no input " + field);
      }
      inputs.put(ModelExport.key(field), placeholder);
    }
    inputs.put(LEARNING_RATE, sgd.learningRate());
    Operand<TFloat32> before = tf.dtypes.cast(loss, TFloat32.class);
    Operand<TFloat32> stepped =
        tf.withName(LOSS).withControlDependencies(sgd.updates()).identity(before);
    Operand<TFloat32> done =
        tf.withName(DONE).withControlDependencies(List.of(initialiser)).identity(tf.constant(1f));
    return List.of(
        new SavedModelWriter.Served(Refinement.STEP, inputs, Map.of(LOSS, stepped)),
        new SavedModelWriter.Served(Refinement.RESET, Map.of(), Map.of(DONE, done)));
  }
}
