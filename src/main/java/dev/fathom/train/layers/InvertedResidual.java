package dev.fathom.train.layers;

import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The inverted residual of MobileNetV3: expand, convolve each channel alone, squeeze and excite,
 * project.
 *
 * <p>Source: Howard et al. 2019, section 5.3 and figure 4.
 *
 * @param kernel side of the depthwise kernel
 * @param expanded channels between the 1×1 convolutions
 * @param channels channels of the block's output
 * @param squeezes whether it has squeeze-and-excitation, with a quarter of the expanded channels
 * @param hardSwish whether its activations are hard swish instead of ReLU
 * @param stride of the depthwise convolution
 * @param dilation of the depthwise convolution
 */
public record InvertedResidual(
    int kernel,
    int expanded,
    int channels,
    boolean squeezes,
    boolean hardSwish,
    int stride,
    int dilation) {
  private static final int CHANNEL_STEP = 8;

  public Operand<TFloat32> of(Layers layers, String name, Operand<TFloat32> x) {
    UnaryOperator<Operand<TFloat32>> activation = hardSwish ? layers::hardSwish : layers::relu;
    int in = Sides.channels(x);
    Operand<TFloat32> y = x;
    if (expanded != in) {
      y = activation.apply(layers.convNormalised(name + ".expand", y, 1, expanded));
    }
    ConvSpec depthwise =
        ConvSpec.of(kernel, expanded).groups(expanded).stride(stride).dilation(dilation);
    y = activation.apply(layers.conv(name + ".depthwise", y, depthwise.normalised()));
    if (squeezes) {
      y = layers.squeezeExcite(name + ".attention", y, inSteps(expanded / 4.0));
    }
    y = layers.convNormalised(name + ".project", y, 1, channels);
    return stride == 1 && in == channels ? layers.add(x, y) : y;
  }

  /** To the nearest multiple of 8, but never down by more than a tenth. */
  static int inSteps(double width) {
    int near =
        Math.max(CHANNEL_STEP, (int) (width + CHANNEL_STEP / 2.0) / CHANNEL_STEP * CHANNEL_STEP);
    return near < 0.9 * width ? near + CHANNEL_STEP : near;
  }
}
