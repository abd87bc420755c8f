package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.CombinedLoss;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The real-time U-Net, with a second output channel for its log-variance.
 *
 * <p>The paper prints no widths; the default ones with full-resolution skips taken before the
 * pooling give the 1.225 M parameters it reports. The channel for the log-variance adds 370.
 *
 * <p>Source: Zhang, "Realtime Single Image Depth Estimation", section 3.2 and figures 2 and 3.
 */
public final class UnetRt implements Network {
  /**
   * Channels of each stage.
   *
   * @param first of the two first layers
   * @param encoder of the encoder blocks, at 1, 1/2, 1/4 and 1/8 of the size
   * @param decoder of the decoder blocks, at 1/8, 1/4, 1/2 and 1 of the size
   */
  public record Widths(int first, int[] encoder, int[] decoder) {
    public static final Widths DEFAULT =
        new Widths(21, new int[] {41, 61, 81, 101}, new int[] {128, 101, 72, 41});

    public Widths {
      if (first <= 0) {
        throw new IllegalArgumentException("first width must be positive, found " + first);
      }
      encoder = checked("encoder", encoder);
      decoder = checked("decoder", decoder);
    }

    private static int[] checked(String part, int[] widths) {
      if (widths.length != 4) {
        throw new IllegalArgumentException(
            "the " + part + " has 4 blocks, found " + widths.length + " widths");
      }
      for (int width : widths) {
        if (width <= 0) {
          throw new IllegalArgumentException(
              "the " + part + "'s widths must be positive, found " + width);
        }
      }
      return widths.clone();
    }
  }

  /** The last layer starts small, so that the first predictions are near its bias. */
  private static final double LAST_GAIN = 0.1;

  private final Widths widths;
  private final boolean thermal;

  private UnetRt(Widths widths, boolean thermal) {
    this.widths = widths;
    this.thermal = thermal;
  }

  public UnetRt(Widths widths) {
    this(widths, false);
  }

  public UnetRt() {
    this(Widths.DEFAULT);
  }

  /** The same network with a fourth input channel, long-wave infrared. */
  public static UnetRt thermal(Widths widths) {
    return new UnetRt(widths, true);
  }

  @Override
  public String name() {
    return thermal ? "unet_rt_thermal" : "unet_rt";
  }

  @Override
  public String summary() {
    return "The real-time U-Net (Zhang): log depth and its log-variance from one colour picture"
        + (thermal ? " and one of long-wave infrared." : ".");
  }

  @Override
  public int sideMultiple() {
    return 16;
  }

  @Override
  public Set<Field> inputs() {
    return thermal ? Set.of(Field.IMAGE, Field.THERMAL) : Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return SupervisedDepth.TRUTH;
  }

  @Override
  public List<Signature> signatures() {
    return List.of(SupervisedDepth.signature(inputs()));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Operand<TFloat32> x = in.get(Field.IMAGE);
    if (thermal) {
      x = layers.concat(x, in.get(Field.THERMAL));
    }
    x = encode(layers, "first", x, widths.first());
    Operand<TFloat32> skip1 = encode(layers, "encoder1", x, widths.encoder()[0]);
    Operand<TFloat32> skip2 =
        encode(layers, "encoder2", layers.maxPool2(skip1), widths.encoder()[1]);
    Operand<TFloat32> skip3 =
        encode(layers, "encoder3", layers.maxPool2(skip2), widths.encoder()[2]);
    Operand<TFloat32> skip4 =
        encode(layers, "encoder4", layers.maxPool2(skip3), widths.encoder()[3]);
    x = layers.maxPool2(skip4);
    x = decode(layers, "decoder1", x, skip4, widths.decoder()[0]);
    x = decode(layers, "decoder2", x, skip3, widths.decoder()[1]);
    x = decode(layers, "decoder3", x, skip2, widths.decoder()[2]);
    x = decode(layers, "decoder4", x, skip1, widths.decoder()[3]);
    x = layers.conv3x3("last", x, 2, LAST_GAIN);
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

  /** Figure 3, left, without its pooling: 2 × (3×3 convolution, batch norm, ReLU). */
  private static Operand<TFloat32> encode(
      Layers layers, String name, Operand<TFloat32> x, int width) {
    x = layers.relu(layers.conv3x3Normalised(name + ".conv1", x, width));
    return layers.relu(layers.conv3x3Normalised(name + ".conv2", x, width));
  }

  /** Figure 3, right: bilinear × 2, skip, 2 × (3×3 convolution, ReLU). */
  private static Operand<TFloat32> decode(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> skip, int width) {
    x = layers.concat(layers.upsample2(x), skip);
    x = layers.relu(layers.conv3x3(name + ".conv1", x, width));
    return layers.relu(layers.conv3x3(name + ".conv2", x, width));
  }
}
