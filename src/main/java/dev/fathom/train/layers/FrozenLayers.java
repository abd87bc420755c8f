package dev.fathom.train.layers;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Layers on constants, batch normalisation folded into its convolution: a network to be run.
 *
 * <p>The constants have the names of the variables they were, so that {@link ThawedLayers} finds
 * them again; where a normalisation was folded, its shift holds the bias.
 */
public final class FrozenLayers extends Layers {
  private static final int INT8_MAX = 127;
  private static final int UINT8_ZERO = 128;

  private final Map<String, float[]> values;
  private final WeightFormat format;

  /**
   * @param values what {@link Variables#read} gave for the trained network
   */
  public FrozenLayers(Ops tf, Map<String, float[]> values) {
    this(tf, values, WeightFormat.FLOAT32);
  }

  /**
   * @param values what {@link Variables#read} gave for the trained network
   * @param format of the weights of every kernel
   */
  public FrozenLayers(Ops tf, Map<String, float[]> values, WeightFormat format) {
    super(tf);
    this.values = values;
    this.format = format;
  }

  @Override
  Operand<TFloat32> linear(
      String name, Kernel kernel, Ending ending, UnaryOperator<Operand<TFloat32>> operation) {
    float[] weights = values(name + ".weights", Math.toIntExact(kernel.shape().size()));
    int channels = kernel.channels();
    return switch (ending) {
      case NONE -> operation.apply(weights(name, kernel, weights));
      case BIAS ->
          biased(name, ".bias", kernel, weights, values(name + ".bias", channels), operation);
      case NORMALISED -> normalised(name, kernel, weights, operation);
    };
  }

  @Override
  Operand<TFloat32> shifted(
      String name,
      Kernel kernel,
      double offset,
      double scale,
      UnaryOperator<Operand<TFloat32>> operation) {
    float[] weights = values(name + ".weights", Math.toIntExact(kernel.shape().size()));
    float[] bias = values(name + ".bias", kernel.channels()).clone();
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (weights[i] * scale);
      bias[kernel.channelOf(i)] -= (float) (scaled[i] * offset);
    }
    return biased(name, ".bias", kernel, scaled, bias, operation);
  }

  private Operand<TFloat32> normalised(
      String name, Kernel kernel, float[] weights, UnaryOperator<Operand<TFloat32>> operation) {
    int channels = kernel.channels();
    float[] scale = values(name + ".scale", channels);
    float[] mean = values(name + ".mean", channels);
    float[] variance = values(name + ".variance", channels);
    float[] bias = values(name + ".shift", channels).clone();
    double[] factors = new double[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = scale[c] / Math.sqrt((double) variance[c] + TrainedLayers.VARIANCE_FLOOR);
      bias[c] = (float) (bias[c] - mean[c] * factors[c]);
    }
    float[] folded = new float[weights.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = (float) (weights[i] * factors[kernel.channelOf(i)]);
    }
    return biased(name, ".shift", kernel, folded, bias, operation);
  }

  private Operand<TFloat32> biased(
      String name,
      String suffix,
      Kernel kernel,
      float[] weights,
      float[] bias,
      UnaryOperator<Operand<TFloat32>> operation) {
    return tf.nn.biasAdd(
        operation.apply(weights(name, kernel, weights)),
        constant(name + suffix, Shape.of(kernel.channels()), bias));
  }

  private Operand<TFloat32> weights(String name, Kernel kernel, float[] weights) {
    return switch (format) {
      case FLOAT32 -> constant(name + ".weights", kernel.shape(), weights);
      case BFLOAT16 ->
          tf.dtypes.cast(
              tf.constantOf(
                  TBfloat16.tensorOf(
                      NdArrays.wrap(kernel.shape(), DataBuffers.of(weights, true, false)))),
              TFloat32.class);
      case INT8 -> quantised(kernel, weights);
    };
  }

  private Operand<TFloat32> quantised(Kernel kernel, float[] weights) {
    float[] scales = new float[kernel.channels()];
    for (int i = 0; i < weights.length; i++) {
      int c = kernel.channelOf(i);
      scales[c] = Math.max(scales[c], Math.abs(weights[i]) / INT8_MAX);
    }
    byte[] stored = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      float scale = scales[kernel.channelOf(i)];
      stored[i] = (byte) (UINT8_ZERO + (scale > 0 ? Math.round(weights[i] / scale) : 0));
    }
    // TensorFlow Java has no int8 tensors: uint8, with 0 in the middle.
    Operand<TFloat32> whole =
        tf.math.sub(
            tf.dtypes.cast(
                tf.constant(TUint8.class, kernel.shape(), DataBuffers.of(stored)), TFloat32.class),
            tf.constant((float) UINT8_ZERO));
    return tf.math.mul(
        whole,
        tf.constant(NdArrays.wrap(kernel.perChannel(), DataBuffers.of(scales, true, false))));
  }

  private Operand<TFloat32> constant(String name, Shape shape, float[] data) {
    return tf.withName(name).constant(NdArrays.wrap(shape, DataBuffers.of(data, true, false)));
  }

  private float[] values(String name, int size) {
    float[] found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no values for variable " + name);
    }
    if (found.length != size) {
      throw new IllegalArgumentException(
          "variable " + name + " needs " + size + " values, found " + found.length);
    }
    return found;
  }
}
