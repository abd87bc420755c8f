package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Ending;
import dev.fathom.train.layers.InvertedResidual;
import dev.fathom.train.layers.Layers;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The LR-ASPP head on MobileNetV3-Large, its 21 maps combined to one.
 *
 * <p>3,221,538 parameters up to the 21 maps, of which the encoder has 2,971,952; combining them
 * takes 22. The attention looks at the mean of the whole picture, not at a window of 49×49, as in
 * the head of that many parameters.
 *
 * <p>Source: Howard et al. 2019, table 1 and figure 10; Gómez Garrido, "Single Image Depth
 * Estimation", section 4, model II.
 */
public final class Lraspp implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param depthShare share of the training, at its beginning, that learns depth; the rest learns
   *     the order of pairs
   */
  public record Options(double widthMultiplier, double depthShare) {
    public static final Options PUBLISHED = new Options(1, 0.7);

    public Options {
      Shares.require("depth_share", depthShare);
    }
  }

  /** Table 1: kernel, expanded, channels, squeeze-and-excitation, hard swish, stride, dilation. */
  private static final List<InvertedResidual> BLOCKS =
      List.of(
          new InvertedResidual(3, 16, 16, false, false, 1, 1),
          new InvertedResidual(3, 64, 24, false, false, 2, 1),
          new InvertedResidual(3, 72, 24, false, false, 1, 1),
          new InvertedResidual(5, 72, 40, true, false, 2, 1),
          new InvertedResidual(5, 120, 40, true, false, 1, 1),
          new InvertedResidual(5, 120, 40, true, false, 1, 1),
          new InvertedResidual(3, 240, 80, false, true, 2, 1),
          new InvertedResidual(3, 200, 80, false, true, 1, 1),
          new InvertedResidual(3, 184, 80, false, true, 1, 1),
          new InvertedResidual(3, 184, 80, false, true, 1, 1),
          new InvertedResidual(3, 480, 112, true, true, 1, 1),
          new InvertedResidual(3, 672, 112, true, true, 1, 1),
          // Dilated from here on instead of a fifth halving: section 6.4.
          new InvertedResidual(5, 672, 160, true, true, 1, 2),
          new InvertedResidual(5, 960, 160, true, true, 1, 2),
          new InvertedResidual(5, 960, 160, true, true, 1, 2));

  /** The block, counted from 1, that gives the head's fine map: the first at 1/8 of the size. */
  private static final int FINE = 4;

  private static final int HEAD = 128;
  private static final int MAPS = 21;

  private final Options options;
  private final WidthMultiplier width;

  public Lraspp(Options options) {
    this.options = options;
    this.width = new WidthMultiplier(options.widthMultiplier());
  }

  @Override
  public String name() {
    return "lraspp";
  }

  @Override
  public String summary() {
    return "LR-ASPP on MobileNetV3-Large (Gómez Garrido): relative depth from one colour picture.";
  }

  @Override
  public int sideMultiple() {
    return 8;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return RelativeDepth.TRUTH;
  }

  @Override
  public List<Signature> signatures() {
    return List.of(RelativeDepth.signature(inputs()));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Operand<TFloat32> image = in.get(Field.IMAGE);
    ConvSpec first = ConvSpec.of(3, width.of(16)).stride(2).normalised();
    Operand<TFloat32> x = layers.hardSwish(layers.conv("encoder.first", image, first));
    Operand<TFloat32> fine = x;
    for (int block = 1; block <= BLOCKS.size(); block++) {
      x = widened(BLOCKS.get(block - 1)).of(layers, "encoder.block" + block, x);
      fine = block == FINE ? x : fine;
    }
    x = layers.hardSwish(layers.convNormalised("encoder.last", x, 1, width.of(960)));
    // Each map is combined before it is enlarged: both are linear, and the maps are small here.
    x = layers.conv("combined", head(layers, fine, x), 1, 1);
    return RelativeDepth.predictions(layers, layers.resizeLike(x, image));
  }

  /** Figure 10: the coarse map weighed by the whole picture, its scores added to the fine map's. */
  private Operand<TFloat32> head(Layers layers, Operand<TFloat32> fine, Operand<TFloat32> coarse) {
    ConvSpec plain = ConvSpec.of(1, width.of(HEAD)).ending(Ending.NONE);
    Operand<TFloat32> x = layers.relu(layers.conv("head.coarse", coarse, plain.normalised()));
    Operand<TFloat32> attention =
        layers.conv("head.attention", layers.globalAverage(coarse), plain);
    x = layers.resizeLike(layers.mul(x, layers.sigmoid(attention)), fine);
    return layers.add(
        layers.conv("head.fine_scores", fine, 1, MAPS),
        layers.conv("head.coarse_scores", x, 1, MAPS));
  }

  private InvertedResidual widened(InvertedResidual block) {
    return new InvertedResidual(
        block.kernel(),
        width.of(block.expanded()),
        width.of(block.channels()),
        block.squeezes(),
        block.hardSwish(),
        block.stride(),
        block.dilation());
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return RelativeDepth.loss(tf, sample, predictions, options.depthShare());
  }
}
