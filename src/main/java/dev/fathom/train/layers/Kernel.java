package dev.fathom.train.layers;

import org.tensorflow.ndarray.Shape;

/**
 * The weights of one linear layer.
 *
 * @param shape of the weights
 * @param perChannel the shape that a number for each output channel has when it is broadcast over
 *     the weights
 * @param deviation standard deviation of the first weights
 */
record Kernel(Shape shape, Shape perChannel, double deviation) {
  /** Shape: [kernel height, kernel width, in / groups, out]. */
  static Kernel convolution(ConvSpec spec, int in) {
    Shape shape =
        Shape.of(spec.kernelHeight(), spec.kernelWidth(), in / spec.groups(), spec.channels());
    double taps = spec.kernelHeight() * (double) spec.kernelWidth() / spec.groups();
    return new Kernel(
        shape, Shape.of(spec.channels()), deviation(spec, taps * in, taps * spec.channels()));
  }

  /** Shape: [kernel height, kernel width, in, out / in]. */
  static Kernel depthwise(ConvSpec spec, int in) {
    int multiple = spec.channels() / in;
    Shape shape = Shape.of(spec.kernelHeight(), spec.kernelWidth(), in, multiple);
    double taps = spec.kernelHeight() * (double) spec.kernelWidth();
    return new Kernel(shape, Shape.of(in, multiple), deviation(spec, taps, taps * multiple));
  }

  /** Shape: [kernel height, kernel width, out, in]. */
  static Kernel transposed(ConvSpec spec, int in) {
    Shape shape = Shape.of(spec.kernelHeight(), spec.kernelWidth(), spec.channels(), in);
    // Each output pixel meets only every stride-th tap along both axes.
    double taps =
        spec.kernelHeight() * (double) spec.kernelWidth() / (spec.stride() * spec.stride());
    return new Kernel(
        shape, Shape.of(spec.channels(), 1), deviation(spec, taps * in, taps * spec.channels()));
  }

  /** Shape: [in, out]. */
  static Kernel dense(int in, int out, double gain) {
    return new Kernel(Shape.of(in, out), Shape.of(out), gain * Start.GLOROT.deviation(in, out));
  }

  int channels() {
    return Math.toIntExact(perChannel.size());
  }

  /** Output channel of an element of the weights. */
  int channelOf(int element) {
    int last = shape.numDimensions() - 1;
    long repeats = shape.get(last) / perChannel.get(perChannel.numDimensions() - 1);
    return (int) (element / repeats % channels());
  }

  private static double deviation(ConvSpec spec, double fanIn, double fanOut) {
    return spec.gain() * spec.start().deviation(fanIn, fanOut);
  }
}
