package dev.fathom.train.layers;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Layers on constants, batch normalisation folded into its convolution: a network to be run. */
public final class FrozenLayers extends Layers {
  private final Map<String, float[]> values;

  /**
   * @param values what {@link Variables#read} gave for the trained network
   */
  public FrozenLayers(Ops tf, Map<String, float[]> values) {
    super(tf);
    this.values = values;
  }

  @Override
  public Operand<TFloat32> conv3x3(String name, Operand<TFloat32> x, int channels, double gain) {
    return biasedConvolution(x, channels, values(name + ".weights"), values(name + ".bias"));
  }

  @Override
  public Operand<TFloat32> conv(
      String name, Operand<TFloat32> x, int side, int stride, int channels, double gain) {
    Operand<TFloat32> kernel =
        constant(Shape.of(side, side, channelsOf(x), channels), values(name + ".weights"));
    return tf.nn.biasAdd(
        convolve(x, kernel, stride), constant(Shape.of(channels), values(name + ".bias")));
  }

  @Override
  public Operand<TFloat32> conv3x3Normalised(String name, Operand<TFloat32> x, int channels) {
    float[] scale = values(name + ".scale");
    float[] mean = values(name + ".mean");
    float[] variance = values(name + ".variance");
    float[] weights = values(name + ".weights").clone();
    float[] bias = values(name + ".shift").clone();
    for (int c = 0; c < channels; c++) {
      double factor = scale[c] / Math.sqrt((double) variance[c] + TrainedLayers.VARIANCE_FLOOR);
      bias[c] = (float) (bias[c] - mean[c] * factor);
      // The output channel is the kernel's last, fastest axis.
      for (int i = c; i < weights.length; i += channels) {
        weights[i] = (float) (weights[i] * factor);
      }
    }
    return biasedConvolution(x, channels, weights, bias);
  }

  private Operand<TFloat32> biasedConvolution(
      Operand<TFloat32> x, int channels, float[] weights, float[] bias) {
    Operand<TFloat32> kernel = constant(kernel3x3(channelsOf(x), channels), weights);
    return tf.nn.biasAdd(convolve(x, kernel), constant(Shape.of(channels), bias));
  }

  private Operand<TFloat32> constant(Shape shape, float[] data) {
    return tf.constant(NdArrays.wrap(shape, DataBuffers.of(data, true, false)));
  }

  private float[] values(String name) {
    float[] found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no values for variable " + name);
    }
    return found;
  }
}
