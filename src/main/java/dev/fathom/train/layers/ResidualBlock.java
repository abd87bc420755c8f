package dev.fathom.train.layers;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Residual blocks: what is learned is added to a shortcut, which is a 1×1 convolution where the
 * shape changes.
 *
 * <p>Source: He et al. 2016, figure 5; with groups, Xie et al. 2017, figure 3c.
 */
public final class ResidualBlock {
  private ResidualBlock() {}

  /**
   * A bottleneck of 1×1, 3×3 and 1×1 convolutions.
   *
   * @param width channels of the 3×3 convolution
   * @param channels channels of the block's output
   * @param stride of the 3×3 convolution and of the shortcut
   * @param groups of the 3×3 convolution
   * @param dilation of the 3×3 convolution
   */
  public record Bottleneck(int width, int channels, int stride, int groups, int dilation) {
    public Operand<TFloat32> of(Layers layers, String name, Operand<TFloat32> x) {
      Operand<TFloat32> y = layers.relu(layers.convNormalised(name + ".conv1", x, 1, width));
      ConvSpec spatial = ConvSpec.of(3, width).stride(stride).groups(groups).dilation(dilation);
      y = layers.relu(layers.conv(name + ".conv2", y, spatial.normalised()));
      y = layers.convNormalised(name + ".conv3", y, 1, channels);
      return layers.relu(layers.add(y, shortcut(layers, name, x, channels, stride)));
    }
  }

  /** Two 3×3 convolutions, the first with the stride. */
  public static Operand<TFloat32> basic(
      Layers layers, String name, Operand<TFloat32> x, int channels, int stride) {
    ConvSpec first = ConvSpec.of(3, channels).stride(stride).normalised();
    Operand<TFloat32> y = layers.relu(layers.conv(name + ".conv1", x, first));
    y = layers.conv3x3Normalised(name + ".conv2", y, channels);
    return layers.relu(layers.add(y, shortcut(layers, name, x, channels, stride)));
  }

  private static Operand<TFloat32> shortcut(
      Layers layers, String name, Operand<TFloat32> x, int channels, int stride) {
    if (stride == 1 && Sides.channels(x) == channels) {
      return x;
    }
    return layers.conv(name + ".shortcut", x, ConvSpec.of(1, channels).stride(stride).normalised());
  }
}
