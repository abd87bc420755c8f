package dev.fathom.train.layers;

import dev.fathom.train.layers.Variables.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** The gradients of a loss, and their joint length. */
final class LossGradients {
  private LossGradients() {}

  /**
   * The gradient for each variable, all scaled down together to a length of at most {@code
   * maxNorm}.
   *
   * @throws IllegalArgumentException if no gradient reaches one of them, with its name
   */
  static List<Operand<TFloat32>> of(
      Ops tf, Operand<?> loss, List<Variable> variables, double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("gradient norm must be positive, found " + maxNorm);
    }
    if (variables.isEmpty()) {
      throw new IllegalArgumentException("there are no variables to train");
    }
    requireReachable(loss, variables);
    Gradients gradients = tf.gradients(loss, variables.stream().map(Variable::value).toList());
    List<Operand<TFloat32>> all = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Output<TFloat32> gradient = gradients.dy(i);
      if (isMissing(gradient)) {
        throw new IllegalArgumentException(
            "no gradient of the loss reaches variable " + variables.get(i).name());
      }
      all.add(gradient);
    }
    return maxNorm == Double.POSITIVE_INFINITY ? all : clipped(tf, all, maxNorm);
  }

  /** Source: Pascanu et al. 2013, algorithm 1. In float64, as mixed precision would round. */
  private static List<Operand<TFloat32>> clipped(
      Ops tf, List<Operand<TFloat32>> gradients, double maxNorm) {
    List<Operand<TFloat64>> halfSquares = new ArrayList<>();
    for (Operand<TFloat32> gradient : gradients) {
      halfSquares.add(tf.nn.l2Loss(tf.dtypes.cast(gradient, TFloat64.class)));
    }
    Operand<TFloat64> norm = tf.math.sqrt(tf.math.mul(tf.constant(2.0), tf.math.addN(halfSquares)));
    Operand<TFloat64> limit = tf.constant(maxNorm);
    Operand<TFloat64> factor = tf.math.div(limit, tf.math.maximum(norm, limit));
    List<Operand<TFloat32>> scaled = new ArrayList<>();
    for (Operand<TFloat32> gradient : gradients) {
      scaled.add(
          tf.dtypes.cast(
              tf.math.mul(tf.dtypes.cast(gradient, TFloat64.class), factor), TFloat32.class));
    }
    return scaled;
  }

  private static void requireReachable(Operand<?> loss, List<Variable> variables) {
    Set<GraphOperation> seen = new HashSet<>();
    Deque<GraphOperation> open = new ArrayDeque<>();
    open.add((GraphOperation) loss.op());
    while (!open.isEmpty()) {
      GraphOperation operation = open.pop();
      if (seen.add(operation)) {
        for (Operand<?> input : operation.inputs()) {
          open.push((GraphOperation) input.op());
        }
      }
    }
    List<String> unused =
        variables.stream()
            .filter(v -> !seen.contains((GraphOperation) v.value().op()))
            .map(Variable::name)
            .toList();
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("the loss does not depend on " + unused);
    }
  }

  /** TensorFlow gives an output of no operation where a gradient is stopped on all ways. */
  private static boolean isMissing(Output<?> gradient) {
    try {
      return gradient.op().type().isEmpty();
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
