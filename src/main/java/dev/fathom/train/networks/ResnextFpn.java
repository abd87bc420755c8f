package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.FeaturePyramid;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.DepthSlopeNormalLoss;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * ResNeXt-50 with a feature pyramid and deconvolution blocks, and a second output channel for its
 * log-variance.
 *
 * <p>The output has half the sides of the picture: 150×114 of 300×228. That takes the four blocks
 * of the paper's text, not the three of its figure; the fourth meets the encoder's first layer. The
 * paper prints no widths for pyramid and decoder.
 *
 * <p>Source: Niu et al. 2021, section II.A, figures 1 to 3.
 */
public final class ResnextFpn implements Network {
  private static final int PYRAMID = 256;

  /** Channels of the deconvolution blocks. */
  private static final int[] DECODER = {256, 128, 64, 32};

  /** Twice the stride, so that every output pixel meets as many taps. */
  private static final int DECONVOLUTION = 4;

  /** The last layer starts small, so that the first predictions are near its bias. */
  private static final double LAST_GAIN = 0.1;

  private final WidthMultiplier width;

  public ResnextFpn(WidthMultiplier width) {
    this.width = width;
  }

  @Override
  public String name() {
    return "resnext_fpn";
  }

  @Override
  public String summary() {
    return "ResNeXt-50 with a feature pyramid (Niu): depth and its log-variance from one colour"
        + " picture.";
  }

  @Override
  public int sideMultiple() {
    return 2;
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
    List<Operand<TFloat32>> maps =
        Encoders.resnext50(width).of(layers, "encoder", in.get(Field.IMAGE));
    Operand<TFloat32> first = maps.get(0);
    List<Operand<TFloat32>> pyramid =
        FeaturePyramid.of(layers, "pyramid", maps.subList(1, maps.size()), width.of(PYRAMID));
    Operand<TFloat32> x = pyramid.get(3);
    x = deconvolution(layers, "decoder1", x, pyramid.get(2), DECODER[0]);
    x = deconvolution(layers, "decoder2", x, pyramid.get(1), DECODER[1]);
    x = deconvolution(layers, "decoder3", x, pyramid.get(0), DECODER[2]);
    x = deconvolution(layers, "decoder4", x, first, DECODER[3]);
    x = layers.conv3x3("last", x, 2, LAST_GAIN);
    return MetricDepth.predictions(layers, x);
  }

  /**
   * Figure 3: 3×3 convolution, batch norm and deconvolution of the high level; 1×1 convolution,
   * batch norm and ReLU of the low one; their sum, ReLU. Where the low level's side is odd, twice
   * the high level's is one too many.
   */
  private Operand<TFloat32> deconvolution(
      Layers layers, String name, Operand<TFloat32> high, Operand<TFloat32> low, int published) {
    int channels = width.of(published);
    Operand<TFloat32> x = layers.conv3x3Normalised(name + ".conv", high, channels);
    x = layers.transposed(name + ".up", x, ConvSpec.of(DECONVOLUTION, channels).stride(2));
    Operand<TFloat32> y = layers.relu(layers.convNormalised(name + ".low", low, 1, channels));
    return layers.relu(layers.add(layers.resizeLike(x, y), y));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return MetricDepth.loss(tf, sample, predictions, DepthSlopeNormalLoss.DEFAULT::of);
  }
}
