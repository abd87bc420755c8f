package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.CombinedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The U-Net that the real-time one is measured against, with a second output channel for its
 * log-variance.
 *
 * <p>Of the U-Nets in use, the 17.26 M parameters that the paper reports are those of the one with
 * batch normalisation, borders of zeros and bilinear upsampling, whose lowest level has 512
 * channels instead of 1024: 17,262,977. The channel for the log-variance adds 65.
 *
 * <p>Source: Ronneberger et al. 2015, figure 1; Zhang, "Realtime Single Image Depth Estimation",
 * section 4.2 and table 2.
 */
public final class Unet implements Network {
  private static final int[] ENCODER = {64, 128, 256, 512, 512};

  /** Channels between the two convolutions of a decoder block, and after the second. */
  private static final int[][] DECODER = {{512, 256}, {256, 128}, {128, 64}, {64, 64}};

  /** The last layer starts small, so that the first predictions are near its bias. */
  private static final double LAST_GAIN = 0.1;

  private final WidthMultiplier width;

  public Unet(WidthMultiplier width) {
    this.width = width;
  }

  @Override
  public String name() {
    return "unet";
  }

  @Override
  public String summary() {
    return "The U-Net (Ronneberger): log depth and its log-variance from one colour picture.";
  }

  @Override
  public int sideMultiple() {
    return 16;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return SupervisedDepth.TRUTH;
  }

  @Override
  public List<Signature> signatures() {
    return List.of(SupervisedDepth.signature());
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    List<Operand<TFloat32>> levels = new ArrayList<>();
    Operand<TFloat32> x = in.get(Field.IMAGE);
    for (int level = 0; level < ENCODER.length; level++) {
      int channels = ENCODER[level];
      x = twice(layers, "encoder" + (level + 1), x, channels, channels);
      levels.add(x);
      if (level + 1 < ENCODER.length) {
        x = layers.maxPool2(x);
      }
    }
    for (int block = 0; block < DECODER.length; block++) {
      Operand<TFloat32> skip = levels.get(DECODER.length - 1 - block);
      x = layers.concat(skip, layers.upsample2(x));
      x = twice(layers, "decoder" + (block + 1), x, DECODER[block][0], DECODER[block][1]);
    }
    x = layers.conv("last", x, ConvSpec.of(1, 2).gain(LAST_GAIN));
    return SupervisedDepth.predictions(layers, x);
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return SupervisedDepth.loss(
        tf,
        sample,
        predictions,
        (p, truth) -> CombinedLoss.DEFAULT.of(tf, sample.exact(Field.IMAGE), p, truth));
  }

  /** 2 × (3×3 convolution, batch norm, ReLU). */
  private Operand<TFloat32> twice(
      Layers layers, String name, Operand<TFloat32> x, int between, int after) {
    x = layers.relu(layers.conv3x3Normalised(name + ".conv1", x, width.of(between)));
    return layers.relu(layers.conv3x3Normalised(name + ".conv2", x, width.of(after)));
  }
}
