package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The layers a network's page is written with.
 *
 * <p>Layers with weights are named by their place in the network and take their input width from
 * the tensor. Where the weights come from is the subclass's business: variables that are trained
 * ({@link TrainedLayers}) or constants ({@link FrozenLayers}).
 *
 * <p>Shape: float32 [N, H, W, C]; N, H and W may be unknown until the graph runs.
 */
public abstract class Layers {
  private static final List<Long> UNIT_STRIDES = List.of(1L, 1L, 1L, 1L);

  final Ops tf;

  Layers(Ops tf) {
    this.tf = tf;
  }

  /** 3×3 convolution with a bias, same size; {@code gain} scales its first weights. */
  public abstract Operand<TFloat32> conv3x3(
      String name, Operand<TFloat32> x, int channels, double gain);

  /** 3×3 convolution with a bias, same size. */
  public Operand<TFloat32> conv3x3(String name, Operand<TFloat32> x, int channels) {
    return conv3x3(name, x, channels, 1);
  }

  /** 3×3 convolution without bias, same size, then batch normalisation, whose shift is the bias. */
  public abstract Operand<TFloat32> conv3x3Normalised(
      String name, Operand<TFloat32> x, int channels);

  public Operand<TFloat32> relu(Operand<TFloat32> x) {
    return tf.nn.relu(x);
  }

  /** Maximum over 2×2 windows: half the size. */
  public Operand<TFloat32> maxPool2(Operand<TFloat32> x) {
    Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
    return tf.nn.maxPool(x, window, window, "VALID");
  }

  /** Bilinear interpolation to twice the size; pixel areas stay where they are. */
  public Operand<TFloat32> upsample2(Operand<TFloat32> x) {
    Operand<TInt32> size =
        tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return tf.image.resizeBilinear(
        x, tf.math.mul(size, tf.constant(2)), ResizeBilinear.halfPixelCenters(true));
  }

  /** A skip connection: the channels of both, one after the other. */
  public Operand<TFloat32> concat(Operand<TFloat32> x, Operand<TFloat32> skip) {
    return tf.concat(List.of(x, skip), tf.constant(3));
  }

  /** A skip connection by element-wise sum. */
  public Operand<TFloat32> add(Operand<TFloat32> x, Operand<TFloat32> skip) {
    return tf.math.add(x, skip);
  }

  /** One channel alone. Shape: [N, H, W]. */
  public Operand<TFloat32> channel(Operand<TFloat32> x, int channel) {
    Operand<TFloat32> one =
        tf.slice(
            x, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1}));
    return tf.squeeze(one, Squeeze.axis(List.of(3L)));
  }

  Operand<TFloat32> convolve(Operand<TFloat32> x, Operand<TFloat32> weights) {
    return tf.nn.conv2d(x, weights, UNIT_STRIDES, "SAME");
  }

  static int channelsOf(Operand<TFloat32> x) {
    return Math.toIntExact(x.shape().get(3));
  }

  static Shape kernel3x3(int in, int out) {
    return Shape.of(3, 3, in, out);
  }
}
