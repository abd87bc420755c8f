package dev.fathom.train.layers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Takes back what {@link FrozenLayers} did: building a network on these layers gives its variables'
 * values from an exported network's constants.
 *
 * <p>A folded normalisation cannot be told apart again. It comes back as one that does nothing but
 * shift: the same numbers by running statistics, but not by those of a batch.
 */
public final class ThawedLayers extends Layers {
  /** A constant of an exported graph. */
  public record Constant(Shape shape, float[] values) {}

  private final Map<String, Constant> constants;
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private boolean folded;

  /**
   * @param constants of the exported graph by name
   */
  public ThawedLayers(Ops tf, Map<String, Constant> constants) {
    super(tf);
    this.constants = constants;
  }

  /** The variables of the layers built so far. */
  public Map<String, float[]> values() {
    return values;
  }

  /** Whether a layer built so far had its normalisation folded in. */
  public boolean isFolded() {
    return folded;
  }

  @Override
  Operand<TFloat32> linear(
      String name, Kernel kernel, Ending ending, UnaryOperator<Operand<TFloat32>> operation) {
    values.put(name + ".weights", constant(name + ".weights", kernel.shape()));
    Shape channels = Shape.of(kernel.channels());
    switch (ending) {
      case NONE -> {}
      case BIAS -> values.put(name + ".bias", constant(name + ".bias", channels));
      case NORMALISED -> {
        folded = true;
        values.put(name + ".scale", filled(kernel.channels(), 1));
        values.put(name + ".shift", constant(name + ".shift", channels));
        values.put(name + ".mean", filled(kernel.channels(), 0));
        values.put(name + ".variance", filled(kernel.channels(), 1 - TrainedLayers.VARIANCE_FLOOR));
      }
    }
    return operation.apply(tf.placeholder(TFloat32.class, Placeholder.shape(kernel.shape())));
  }

  @Override
  Operand<TFloat32> shifted(
      String name,
      Kernel kernel,
      double offset,
      double scale,
      UnaryOperator<Operand<TFloat32>> operation) {
    Operand<TFloat32> result = linear(name, kernel, Ending.BIAS, operation);
    float[] weights = constant(name + ".weights", kernel.shape()).clone();
    float[] bias = constant(name + ".bias", Shape.of(kernel.channels())).clone();
    for (int i = 0; i < weights.length; i++) {
      bias[kernel.channelOf(i)] += (float) (weights[i] * offset);
      weights[i] = (float) (weights[i] / scale);
    }
    values.put(name + ".weights", weights);
    values.put(name + ".bias", bias);
    return result;
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  private float[] constant(String name, Shape shape) {
    @Nullable Constant found = constants.get(name);
    if (found == null) {
      throw new IllegalArgumentException("there is no constant " + name);
    }
    if (!found.shape().equals(shape)) {
      throw new IllegalArgumentException(name + " is " + found.shape() + ", expected " + shape);
    }
    return found.values();
  }
}
