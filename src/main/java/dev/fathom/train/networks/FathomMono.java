package dev.fathom.train.networks;

import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.LogDepthLoss;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Fathom's own network for one picture: most of its work at 1/8 to 1/32 of the size, where a pixel
 * costs little and sees much.
 *
 * <p>Stages of residual blocks halve the size five times; the mean over the picture goes back into
 * every pixel of the last, since one glance at the whole says most about scale; a light pyramid
 * leads up to half the size, and the prediction is interpolated to the whole. No normalisation:
 * every residual branch starts at 0, which trains as well at this depth and leaves nothing that
 * differs between training and use. Where a pixel lies is an input, in the same pixels as the
 * canonical focal length: a camera's height then ties the row of a floor's pixel to its depth.
 *
 * <p>Source: residual blocks He et al. 2016 with the start of Goyal et al. 2017, section 5.1;
 * pyramid Lin et al. 2017; positions Liu et al. 2018.
 */
public final class FathomMono implements MonoNetwork {
  /** Channels of the whole network at a multiplier of 1; all are multiples of 8. */
  private static final int[] STAGES = {24, 32, 64, 96, 128};

  /** Residual blocks after each halving. */
  private static final int[] BLOCKS = {0, 1, 2, 3, 2};

  private static final int[] PYRAMID = {24, 32, 64, 96};

  private static final double POSITION_UNIT = 100;

  /** The last layer starts small, so that the first predictions are near 0. */
  private static final double LAST_GAIN = 0.1;

  private final double multiplier;

  /**
   * @param multiplier of all widths
   */
  public FathomMono(double multiplier) {
    if (!(multiplier > 0 && multiplier <= 4)) {
      throw new IllegalArgumentException(
          "the width multiplier must be in (0, 4], found " + multiplier);
    }
    this.multiplier = multiplier;
  }

  public FathomMono() {
    this(1);
  }

  @Override
  public String name() {
    return multiplier == 1 ? "fathom_mono" : "fathom_mono_x" + multiplier;
  }

  @Override
  public String summary() {
    return "Fathom's network for one picture: log depth and its log-variance.";
  }

  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Operand<TFloat64> loss(
      Ops tf, Operand<TFloat64> image, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    return LogDepthLoss.DEFAULT.of(tf, predicted, truth);
  }

  @Override
  public Prediction build(Layers layers, Operand<TFloat32> image) {
    Operand<TFloat32> x = layers.spaceToDepth2(layers.withPosition(image, POSITION_UNIT));
    x = layers.relu(layers.conv("stem", x, 3, 1, width(STAGES[0]), 1));
    Operand<TFloat32> half = x;
    Operand<TFloat32> quarter = stage(layers, "stage1", half, 1);
    Operand<TFloat32> eighth = stage(layers, "stage2", quarter, 2);
    Operand<TFloat32> sixteenth = stage(layers, "stage3", eighth, 3);
    Operand<TFloat32> last = stage(layers, "stage4", sixteenth, 4);
    x = context(layers, last);
    x = merge(layers, "up4", x, sixteenth, width(PYRAMID[3]));
    x = merge(layers, "up3", x, eighth, width(PYRAMID[2]));
    x = merge(layers, "up2", x, quarter, width(PYRAMID[1]));
    x = merge(layers, "up1", x, half, width(PYRAMID[0]));
    x = layers.conv("last", x, 3, 1, 2, LAST_GAIN);
    x = layers.upsampleTo(x, image);
    return new Prediction(layers.channel(x, 0), layers.channel(x, 1));
  }

  private int width(int channels) {
    return (int) Math.max(8, 8 * Math.round(channels * multiplier / 8));
  }

  private Operand<TFloat32> stage(Layers layers, String name, Operand<TFloat32> x, int stage) {
    int channels = width(STAGES[stage]);
    x = layers.relu(layers.conv(name + ".halve", x, 3, 2, channels, 1));
    for (int block = 0; block < BLOCKS[stage]; block++) {
      String here = name + ".block" + block;
      Operand<TFloat32> y = layers.relu(layers.conv(here + ".conv1", x, 3, 1, channels, 1));
      x = layers.relu(layers.add(x, layers.conv(here + ".conv2", y, 3, 1, channels, 0)));
    }
    return x;
  }

  /** What the whole picture says, added to each pixel. */
  private static Operand<TFloat32> context(Layers layers, Operand<TFloat32> x) {
    int channels = Math.toIntExact(x.shape().get(3));
    Operand<TFloat32> mean = layers.globalMean(x);
    mean = layers.relu(layers.conv("context.conv1", mean, 1, 1, channels, 1));
    return layers.relu(layers.add(x, layers.conv("context.conv2", mean, 1, 1, channels, 0.5)));
  }

  /** One step up the pyramid. */
  private static Operand<TFloat32> merge(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> skip, int channels) {
    Operand<TFloat32> coarse =
        layers.upsampleTo(layers.conv(name + ".narrow", x, 1, 1, channels, 0.7), skip);
    Operand<TFloat32> fine = layers.conv(name + ".skip", skip, 1, 1, channels, 0.7);
    x = layers.relu(layers.add(coarse, fine));
    return layers.relu(layers.conv(name + ".conv", x, 3, 1, channels, 1));
  }
}
