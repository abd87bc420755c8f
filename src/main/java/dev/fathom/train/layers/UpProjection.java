package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The up-projection block: twice the size, with a projection for its shortcut.
 *
 * <p>Source: Laina et al. 2016, section 3.2, figures 2c and 2d.
 */
public final class UpProjection {
  private static final int SIDE = 5;

  private UpProjection() {}

  /** The fast variant, figure 2d. Equal to {@link #plain} in value for the same weights. */
  public static Operand<TFloat32> of(
      Layers layers, String name, Operand<TFloat32> x, int channels) {
    Operand<TFloat32> main =
        layers.relu(layers.unpoolConvNormalised(name + ".unpool1", x, channels));
    main = layers.convNormalised(name + ".conv", main, 3, channels);
    Operand<TFloat32> shortcut = layers.unpoolConvNormalised(name + ".unpool2", x, channels);
    return layers.relu(layers.add(main, shortcut));
  }

  /** The block as it is first defined, figure 2c: unpooling and 5×5 convolutions. */
  public static Operand<TFloat32> plain(
      Layers layers, String name, Operand<TFloat32> x, int channels) {
    Operand<TFloat32> unpooled = layers.unpool2(x);
    Operand<TFloat32> main =
        layers.relu(layers.convNormalised(name + ".unpool1", unpooled, SIDE, channels));
    main = layers.convNormalised(name + ".conv", main, 3, channels);
    Operand<TFloat32> shortcut = layers.convNormalised(name + ".unpool2", unpooled, SIDE, channels);
    return layers.relu(layers.add(main, shortcut));
  }

  static Kernel kernel(Operand<TFloat32> x, int channels) {
    int in = Sides.channels(x);
    // Three of four values under the kernel are the zeros of the unpooling.
    double fanIn = SIDE * SIDE * in / 4.0;
    double fanOut = SIDE * SIDE * channels / 4.0;
    return new Kernel(
        Shape.of(SIDE, SIDE, in, channels), Shape.of(channels), Start.HE.deviation(fanIn, fanOut));
  }

  /** A 5×5 convolution of the unpooled x: even rows see taps 0, 2 and 4, odd ones 1 and 3. */
  static Operand<TFloat32> fast(Layers layers, Operand<TFloat32> x, Operand<TFloat32> weights) {
    Ops tf = layers.ops();
    List<Long> strides = List.of(1L, 1L, 1L, 1L);
    Operand<TFloat32> parities =
        layers.concat(
            List.of(
                tf.nn.conv2d(x, taps(tf, weights, 0, 0), strides, "SAME"),
                tf.nn.conv2d(x, taps(tf, weights, 0, 1), strides, "SAME"),
                tf.nn.conv2d(x, taps(tf, weights, 1, 0), strides, "SAME"),
                tf.nn.conv2d(x, taps(tf, weights, 1, 1), strides, "SAME")));
    return layers.depthToSpace(parities, 2);
  }

  /** Every second tap. A side of two is padded behind by SAME, which is where tap 3 looks. */
  private static Operand<TFloat32> taps(
      Ops tf, Operand<TFloat32> weights, int firstRow, int firstColumn) {
    int[] end = {SIDE, SIDE, (int) weights.shape().get(2), (int) weights.shape().get(3)};
    return tf.stridedSlice(
        weights,
        tf.constant(new int[] {firstRow, firstColumn, 0, 0}),
        tf.constant(end),
        tf.constant(new int[] {2, 2, 1, 1}));
  }
}
