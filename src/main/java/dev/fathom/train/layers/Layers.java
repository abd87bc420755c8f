package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.math.Mean;
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

  /**
   * Convolution with a bias; the size is divided by {@code stride} and rounded up.
   *
   * @param side of the kernel
   * @param gain scales its first weights
   */
  public abstract Operand<TFloat32> conv(
      String name, Operand<TFloat32> x, int side, int stride, int channels, double gain);

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

  /** Bilinear interpolation to the size of {@code like}; pixel areas stay where they are. */
  public Operand<TFloat32> upsampleTo(Operand<TFloat32> x, Operand<TFloat32> like) {
    Operand<TInt32> size =
        tf.slice(tf.shape(like), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return tf.image.resizeBilinear(x, size, ResizeBilinear.halfPixelCenters(true));
  }

  /** 2×2 pixels as the channels of one: half the size. */
  public Operand<TFloat32> spaceToDepth2(Operand<TFloat32> x) {
    return tf.nn.spaceToDepth(x, 2L);
  }

  /** The mean over a picture. Shape: [N, 1, 1, C]. */
  public Operand<TFloat32> globalMean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {1, 2}), Mean.keepDims(true));
  }

  /**
   * Appends two channels: how far a pixel is right of and below the middle.
   *
   * @param unit pixels that count as 1
   */
  public Operand<TFloat32> withPosition(Operand<TFloat32> x, double unit) {
    Operand<TFloat32> one =
        tf.zerosLike(
            tf.slice(
                x, tf.constant(new int[] {0, 0, 0, 0}), tf.constant(new int[] {-1, -1, -1, 1})));
    Operand<TFloat32> columns = offsets(x, 2, unit);
    Operand<TFloat32> rows = tf.expandDims(offsets(x, 1, unit), tf.constant(1));
    return tf.concat(List.of(x, tf.math.add(one, columns), tf.math.add(one, rows)), tf.constant(3));
  }

  /** Distances from the middle along one axis. Shape: [side, 1]. */
  private Operand<TFloat32> offsets(Operand<TFloat32> x, int axis, double unit) {
    Operand<TInt32> side =
        tf.reshape(
            tf.slice(tf.shape(x), tf.constant(new int[] {axis}), tf.constant(new int[] {1})),
            tf.constant(new int[0]));
    Operand<TFloat32> index =
        tf.dtypes.cast(tf.range(tf.constant(0), side, tf.constant(1)), TFloat32.class);
    Operand<TFloat32> middle =
        tf.math.mul(
            tf.math.sub(tf.dtypes.cast(side, TFloat32.class), tf.constant(1f)), tf.constant(0.5f));
    Operand<TFloat32> offset =
        tf.math.mul(tf.math.sub(index, middle), tf.constant((float) (1 / unit)));
    return tf.reshape(offset, tf.constant(new int[] {-1, 1}));
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

  Operand<TFloat32> convolve(Operand<TFloat32> x, Operand<TFloat32> weights, int stride) {
    return tf.nn.conv2d(x, weights, List.of(1L, (long) stride, (long) stride, 1L), "SAME");
  }

  static int channelsOf(Operand<TFloat32> x) {
    return Math.toIntExact(x.shape().get(3));
  }

  static Shape kernel3x3(int in, int out) {
    return Shape.of(3, 3, in, out);
  }
}
