package dev.fathom.train.layers;

/**
 * What a convolution is, but for its input.
 *
 * <p>Written as {@code ConvSpec.of(3, 64).stride(2).normalised()}.
 *
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param channels output channels
 * @param stride pixels between two places of the kernel, along both axes
 * @param groups parts the channels come in; each sees its own part of the input only
 * @param dilation pixels between two taps of the kernel
 * @param padding what lies around the picture
 * @param ending bias, batch normalisation or nothing
 * @param start how the first weights spread
 * @param gain factor on the first weights
 */
public record ConvSpec(
    int kernelHeight,
    int kernelWidth,
    int channels,
    int stride,
    int groups,
    int dilation,
    Padding padding,
    Ending ending,
    Start start,
    double gain) {

  public ConvSpec {
    positive("kernel height", kernelHeight);
    positive("kernel width", kernelWidth);
    positive("channels", channels);
    positive("stride", stride);
    positive("groups", groups);
    positive("dilation", dilation);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          channels + " channels do not come in " + groups + " groups");
    }
    if (stride > 1 && dilation > 1) {
      throw new IllegalArgumentException(
          "stride or dilation must be 1, found " + stride + " and " + dilation);
    }
    if (!Double.isFinite(gain)) {
      throw new IllegalArgumentException("gain must be finite, found " + gain);
    }
  }

  /** A square kernel, stride 1, same size, with a bias. */
  public static ConvSpec of(int kernel, int channels) {
    return of(kernel, kernel, channels);
  }

  /** A kernel of any sides, stride 1, same size, with a bias. */
  public static ConvSpec of(int kernelHeight, int kernelWidth, int channels) {
    return new ConvSpec(
        kernelHeight, kernelWidth, channels, 1, 1, 1, Padding.SAME, Ending.BIAS, Start.HE, 1);
  }

  public ConvSpec stride(int changed) {
    return new ConvSpec(
        kernelHeight,
        kernelWidth,
        channels,
        changed,
        groups,
        dilation,
        padding,
        ending,
        start,
        gain);
  }

  public ConvSpec groups(int changed) {
    return new ConvSpec(
        kernelHeight,
        kernelWidth,
        channels,
        stride,
        changed,
        dilation,
        padding,
        ending,
        start,
        gain);
  }

  public ConvSpec dilation(int changed) {
    return new ConvSpec(
        kernelHeight, kernelWidth, channels, stride, groups, changed, padding, ending, start, gain);
  }

  public ConvSpec padding(Padding changed) {
    return new ConvSpec(
        kernelHeight,
        kernelWidth,
        channels,
        stride,
        groups,
        dilation,
        changed,
        ending,
        start,
        gain);
  }

  public ConvSpec ending(Ending changed) {
    return new ConvSpec(
        kernelHeight,
        kernelWidth,
        channels,
        stride,
        groups,
        dilation,
        padding,
        changed,
        start,
        gain);
  }

  /** With batch normalisation instead of a bias. */
  public ConvSpec normalised() {
    return ending(Ending.NORMALISED);
  }

  public ConvSpec start(Start changed) {
    return new ConvSpec(
        kernelHeight,
        kernelWidth,
        channels,
        stride,
        groups,
        dilation,
        padding,
        ending,
        changed,
        gain);
  }

  public ConvSpec gain(double changed) {
    return new ConvSpec(
        kernelHeight,
        kernelWidth,
        channels,
        stride,
        groups,
        dilation,
        padding,
        ending,
        start,
        changed);
  }

  private static void positive(String what, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " must be positive, found " + value);
    }
  }
}
