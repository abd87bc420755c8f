package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.MannequinLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The hourglass that learned from people who stand still: what moves is filled in beside what
 * parallax has measured.
 *
 * <p>Its depth has the scale of the depth from parallax only as far as that guides it: its loss
 * forgives a factor, and so its output is relative. The keypoints, optional in the paper, are left
 * out.
 *
 * <p>Source: Li et al. 2019, section 4; Chen et al. 2016, figure 3 and table 1, with average
 * pooling and bilinear upsampling.
 */
public final class Mannequin implements Network {
  static final String DEPTH = RelativeDepth.DEPTH;

  private static final String LOG_DEPTH = "log_depth";
  private static final Set<Field> INPUTS =
      Set.of(Field.IMAGE, Field.PEOPLE, Field.PARALLAX_DEPTH, Field.CONFIDENCE);

  /**
   * An inception block: a 1×1 convolution beside three others, each after a 1×1 of its own.
   *
   * @param inner channels between the two convolutions of a branch
   * @param channels of all four branches together
   * @param kernels of the three branches
   */
  private record Block(int inner, int channels, List<Integer> kernels) {
    static final Block A = new Block(64, 64, List.of(3, 7, 11));
    static final Block B = new Block(32, 128, List.of(3, 5, 7));
    static final Block C = new Block(64, 128, List.of(3, 7, 11));
    static final Block D = new Block(32, 256, List.of(3, 5, 7));
    static final Block E = D;
    static final Block F = new Block(64, 256, List.of(3, 7, 11));
    static final Block G = B;

    /** The last two on the way up, which differ from B and A in their inner channels. */
    static final Block B_LAST = new Block(64, 128, List.of(3, 5, 7));

    static final Block A_LAST = new Block(32, 64, List.of(3, 7, 11));
  }

  private final WidthMultiplier width;

  public Mannequin(WidthMultiplier width) {
    this.width = width;
  }

  @Override
  public String name() {
    return "mannequin";
  }

  @Override
  public String summary() {
    return "The hourglass of moving people (Li): relative depth from a colour picture, a mask of"
        + " people and depth from parallax.";
  }

  @Override
  public int sideMultiple() {
    return 16;
  }

  @Override
  public Set<Field> inputs() {
    return INPUTS;
  }

  @Override
  public Set<Field> truth() {
    return Set.of(Field.DEPTH, Field.INTRINSICS);
  }

  @Override
  public List<Signature> signatures() {
    return List.of(RelativeDepth.signature(INPUTS));
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Ops tf = layers.ops();
    Operand<TFloat32> x =
        layers.concat(
            List.of(
                in.get(Field.IMAGE),
                in.get(Field.PEOPLE),
                knownLog(tf, in.get(Field.PARALLAX_DEPTH)),
                in.get(Field.CONFIDENCE)));
    x = layers.relu(layers.conv("first", x, ConvSpec.of(7, width.of(128)).normalised()));
    x = level4(layers, x);
    Operand<TFloat32> logDepth = layers.channel(layers.conv3x3("last", x, 1), 0);
    return new Predictions().with(LOG_DEPTH, logDepth).with(DEPTH, tf.math.exp(logDepth));
  }

  /** ln of the depth; 0 where there is none. */
  private static Operand<TFloat32> knownLog(Ops tf, Operand<TFloat32> depth) {
    Operand<TBool> known =
        tf.math.logicalAnd(tf.math.isFinite(depth), tf.math.greater(depth, tf.zerosLike(depth)));
    Operand<TFloat32> one = tf.fill(tf.shape(depth), tf.constant(1f));
    return tf.math.log(tf.select(known, depth, one));
  }

  private Operand<TFloat32> level4(Layers layers, Operand<TFloat32> x) {
    Operand<TFloat32> skip = row(layers, "level4.skip", x, Block.A);
    Operand<TFloat32> y = row(layers, "level4.down", pooled(layers, x), Block.B, Block.B);
    y = level3(layers, y);
    y = row(layers, "level4.up", y, Block.B_LAST, Block.A_LAST);
    return layers.add(skip, layers.upsample2(y));
  }

  private Operand<TFloat32> level3(Layers layers, Operand<TFloat32> x) {
    Operand<TFloat32> skip = row(layers, "level3.skip", x, Block.B, Block.C);
    Operand<TFloat32> y = row(layers, "level3.down", pooled(layers, x), Block.B, Block.D);
    y = level2(layers, y);
    y = row(layers, "level3.up", y, Block.E, Block.G);
    return layers.add(skip, layers.upsample2(y));
  }

  private Operand<TFloat32> level2(Layers layers, Operand<TFloat32> x) {
    Operand<TFloat32> skip = row(layers, "level2.skip", x, Block.E, Block.F);
    Operand<TFloat32> y = row(layers, "level2.down", pooled(layers, x), Block.E, Block.E);
    y = level1(layers, y);
    y = row(layers, "level2.up", y, Block.E, Block.F);
    return layers.add(skip, layers.upsample2(y));
  }

  private Operand<TFloat32> level1(Layers layers, Operand<TFloat32> x) {
    Operand<TFloat32> skip = row(layers, "level1.skip", x, Block.E, Block.E);
    Operand<TFloat32> y =
        row(layers, "level1.bottom", pooled(layers, x), Block.E, Block.E, Block.E);
    return layers.add(skip, layers.upsample2(y));
  }

  private static Operand<TFloat32> pooled(Layers layers, Operand<TFloat32> x) {
    return layers.averagePool(x, 2, 2);
  }

  /** Blocks one after the other. */
  private Operand<TFloat32> row(Layers layers, String name, Operand<TFloat32> x, Block... blocks) {
    for (int i = 0; i < blocks.length; i++) {
      x = inception(layers, name + (i + 1), x, blocks[i]);
    }
    return x;
  }

  private Operand<TFloat32> inception(
      Layers layers, String name, Operand<TFloat32> x, Block block) {
    int quarter = width.of(block.channels() / 4);
    List<Operand<TFloat32>> branches = new ArrayList<>();
    branches.add(layers.relu(layers.convNormalised(name + ".branch1", x, 1, quarter)));
    for (int kernel : block.kernels()) {
      String branch = name + ".branch" + kernel;
      Operand<TFloat32> y =
          layers.relu(layers.convNormalised(branch + ".inner", x, 1, width.of(block.inner())));
      branches.add(layers.relu(layers.convNormalised(branch + ".conv", y, kernel, quarter)));
    }
    return layers.concat(branches);
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    Operand<TFloat64> logDepth = tf.expandDims(predictions.exact(tf, LOG_DEPTH), tf.constant(3));
    // ln(∞) and ln(NaN) are unknown to the loss.
    Operand<TFloat64> logTruth = tf.math.log(sample.exact(Field.DEPTH));
    return MannequinLoss.DEFAULT.of(tf, sample.exact(Field.IMAGE), logDepth, logTruth);
  }
}
