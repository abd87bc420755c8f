package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.layers.UpProjection;
import dev.fathom.train.losses.ReverseHuber;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The fully convolutional residual network: ResNet-50, then four up-projections, in their fast
 * form; with a second output channel for its log-variance.
 *
 * <p>63.6 M parameters without the latter. The output has half the sides of the picture, rounded up
 * to multiples of 16: 160×128 of 304×228. Left out is the dropout before the last layer.
 *
 * <p>Source: Laina et al. 2016, figure 1 and section 3.
 */
public final class Fcrn implements Network {
  /** The last layer starts small, so that the first predictions are near its bias. */
  private static final double LAST_GAIN = 0.1;

  private final WidthMultiplier width;

  public Fcrn(WidthMultiplier width) {
    this.width = width;
  }

  @Override
  public String name() {
    return "fcrn";
  }

  @Override
  public String summary() {
    return "The fully convolutional residual network (Laina): depth and its log-variance from one"
        + " colour picture.";
  }

  @Override
  public int sideMultiple() {
    return 4;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return MetricDepth.TRUTH;
  }

  @Override
  public List<Signature> signatures() {
    return List.of(MetricDepth.signature());
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    return MetricDepth.predictions(layers, arrangement(layers, width, in.get(Field.IMAGE)));
  }

  /** Encoder and decoder for any input channels: a map of 2 channels at half the size. */
  static Operand<TFloat32> arrangement(
      Layers layers, WidthMultiplier width, Operand<TFloat32> input) {
    List<Operand<TFloat32>> maps = Encoders.resnet50(width).of(layers, "encoder", input);
    Operand<TFloat32> x = maps.get(maps.size() - 1);
    x = layers.convNormalised("reduced", x, 1, width.of(1024));
    x = UpProjection.of(layers, "up1", x, width.of(512));
    x = UpProjection.of(layers, "up2", x, width.of(256));
    x = UpProjection.of(layers, "up3", x, width.of(128));
    x = UpProjection.of(layers, "up4", x, width.of(64));
    return layers.conv3x3("last", x, 2, LAST_GAIN);
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return MetricDepth.loss(tf, sample, predictions, ReverseHuber::of);
  }
}
