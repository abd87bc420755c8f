package dev.fathom.train.layers;

import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The layers a network's page is written with.
 *
 * <p>Layers with weights are named by their place in the network and take their input width from
 * the tensor. Where the weights come from is the subclass's business: variables that are trained
 * ({@link TrainedLayers}) or constants ({@link FrozenLayers}).
 *
 * <p>Shape: float32 [N, H, W, C]; N, H and W may be unknown until the graph runs.
 */
public abstract class Layers extends WeightlessLayers {
  Layers(Ops tf) {
    super(tf);
  }

  /**
   * A layer with weights: an operation linear in them, and its ending.
   *
   * @param operation from the weights, which may have been scaled for each output channel, to
   *     float32 [N, H, W, channels], or [N, channels] unless the ending normalises
   */
  abstract Operand<TFloat32> linear(
      String name, Kernel kernel, Ending ending, UnaryOperator<Operand<TFloat32>> operation);

  /** Any convolution. As many groups as input channels make it a depthwise one. */
  public Operand<TFloat32> conv(String name, Operand<TFloat32> x, ConvSpec spec) {
    int in = Sides.channels(x);
    if (in % spec.groups() != 0) {
      throw new IllegalArgumentException(
          name + ": " + in + " input channels do not come in " + spec.groups() + " groups");
    }
    Kernel kernel =
        Convolution.isDepthwise(spec, in)
            ? Kernel.depthwise(spec, in)
            : Kernel.convolution(spec, in);
    Convolution convolution = new Convolution(tf, spec);
    return linear(name, kernel, spec.ending(), weights -> convolution.of(x, weights));
  }

  /**
   * The convolution of (x − offset) · scale, computed as one of x itself: the passes over a large
   * input that bring bytes around zero are saved.
   *
   * @param spec must tile the input, as 2×2 with stride 2 does: padding would need −offset
   */
  public Operand<TFloat32> convShifted(
      String name, Operand<TFloat32> x, double offset, double scale, ConvSpec spec) {
    if (spec.groups() != 1
        || spec.ending() != Ending.BIAS
        || spec.kernelHeight() != spec.stride()
        || spec.kernelWidth() != spec.stride()) {
      throw new IllegalArgumentException(
          name + ": " + spec + " does not tile its input with a bias");
    }
    Convolution convolution = new Convolution(tf, spec);
    return shifted(
        name,
        Kernel.convolution(spec, Sides.channels(x)),
        offset,
        scale,
        weights -> convolution.of(x, weights));
  }

  /** The biased layer behind {@link #convShifted}. */
  Operand<TFloat32> shifted(
      String name,
      Kernel kernel,
      double offset,
      double scale,
      UnaryOperator<Operand<TFloat32>> operation) {
    return linear(
        name,
        kernel,
        Ending.BIAS,
        weights -> {
          Operand<TFloat32> scaled = tf.math.mul(weights, tf.constant((float) scale));
          Operand<TFloat32> sums = tf.reduceSum(scaled, tf.constant(new int[] {0, 1, 2}));
          return tf.math.sub(
              operation.apply(scaled), tf.math.mul(sums, tf.constant((float) offset)));
        });
  }

  /** Convolution with a bias, same size. */
  public Operand<TFloat32> conv(String name, Operand<TFloat32> x, int kernel, int channels) {
    return conv(name, x, ConvSpec.of(kernel, channels));
  }

  /** Convolution without bias, same size, then batch normalisation. */
  public Operand<TFloat32> convNormalised(
      String name, Operand<TFloat32> x, int kernel, int channels) {
    return conv(name, x, ConvSpec.of(kernel, channels).normalised());
  }

  /** 3×3 convolution with a bias, same size; {@code gain} scales its first weights. */
  public Operand<TFloat32> conv3x3(String name, Operand<TFloat32> x, int channels, double gain) {
    return conv(name, x, ConvSpec.of(3, channels).gain(gain));
  }

  /** 3×3 convolution with a bias, same size. */
  public Operand<TFloat32> conv3x3(String name, Operand<TFloat32> x, int channels) {
    return conv(name, x, 3, channels);
  }

  /** 3×3 convolution without bias, same size, then batch normalisation, whose shift is the bias. */
  public Operand<TFloat32> conv3x3Normalised(String name, Operand<TFloat32> x, int channels) {
    return convNormalised(name, x, 3, channels);
  }

  /** Each channel convolved alone, then batch normalisation: ceil(size / stride) pixels. */
  public Operand<TFloat32> depthwiseNormalised(
      String name, Operand<TFloat32> x, int kernel, int stride) {
    int in = Sides.channels(x);
    return conv(name, x, ConvSpec.of(kernel, in).groups(in).stride(stride).normalised());
  }

  /**
   * Transposed convolution ("deconvolution") to {@code stride} times the size. The spec may have no
   * groups, no dilation and no padding but SAME.
   */
  public Operand<TFloat32> transposed(String name, Operand<TFloat32> x, ConvSpec spec) {
    if (spec.groups() != 1 || spec.dilation() != 1 || !spec.padding().equals(Padding.SAME)) {
      throw new IllegalArgumentException(
          name
              + ": a transposed convolution is neither grouped nor dilated nor padded, found "
              + spec);
    }
    Convolution convolution = new Convolution(tf, spec);
    return linear(
        name,
        Kernel.transposed(spec, Sides.channels(x)),
        spec.ending(),
        weights -> convolution.transposed(x, weights));
  }

  /**
   * 5×5 convolution of {@link #unpool2}, normalised, without reading its zeros: the four parities
   * of output pixels have small kernels of their own, cut from the one.
   *
   * <p>Source: Laina et al. 2016, section 3.2 and figure 3.
   */
  public Operand<TFloat32> unpoolConvNormalised(String name, Operand<TFloat32> x, int channels) {
    return linear(
        name,
        UpProjection.kernel(x, channels),
        Ending.NORMALISED,
        w -> UpProjection.fast(this, x, w));
  }

  /**
   * Fully connected layer with a bias.
   *
   * @param x float32 [N, C], see {@link #globalAverageVector}
   * @param gain factor on the first weights
   */
  public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int channels, double gain) {
    int in = Math.toIntExact(x.shape().get(1));
    return linear(
        name,
        Kernel.dense(in, channels, gain),
        Ending.BIAS,
        weights -> tf.linalg.matMul(x, weights));
  }

  /**
   * Channels weighed by what the whole picture shows.
   *
   * <p>Source: Hu et al. 2018, with the hard sigmoid of Howard et al. 2019.
   *
   * @param squeezed channels between the two layers
   */
  public Operand<TFloat32> squeezeExcite(String name, Operand<TFloat32> x, int squeezed) {
    Operand<TFloat32> weights = relu(conv(name + ".squeeze", globalAverage(x), 1, squeezed));
    weights = hardSigmoid(conv(name + ".excite", weights, 1, Sides.channels(x)));
    return mul(x, weights);
  }
}
