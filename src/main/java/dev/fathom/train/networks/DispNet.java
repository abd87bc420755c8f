package dev.fathom.train.networks;

import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The encoder and decoder after DispNet that the networks of this family see depth with: seven
 * halvings, skip connections, and predictions at four scales, each of which helps the next finer
 * one.
 *
 * <p>Source: Mayer et al. 2016, as Zhou et al. 2017 (section 3.5) and Godard et al. 2017 (table 1
 * of the supplement) built it.
 *
 * @param style whose variant
 * @param width factor on all channels
 * @param maps channels of each prediction
 * @param first what the predictions are before anything is learned, in (0, 1): far from what is
 *     right they run into the end of their range, where they stay
 */
record DispNet(Style style, WidthMultiplier width, int maps, double first) {
  DispNet {
    if (!(first > 0 && first < 1)) {
      throw new IllegalArgumentException("the first prediction is not within its range: " + first);
    }
  }

  /** Predictions: at 1, 1/2, 1/4 and 1/8 of the size. */
  static final int SCALES = 4;

  /** What the sides of a picture must be multiples of, for the scales to be exact. */
  static final int SIDE_MULTIPLE = 1 << (SCALES - 1);

  /** In which order halves, and how comes back, a level. */
  enum Style {
    /** A halving convolution and a plain one; deconvolutions; ReLU. */
    ZHOU,
    /** A plain convolution and a halving one; nearest pixels and a convolution; ELU. */
    GODARD
  }

  private static final int[] ENCODER = {32, 64, 128, 256, 512, 512, 512};
  private static final int[] KERNELS = {7, 5, 3, 3, 3, 3, 3};
  private static final int[] DECODER = {16, 32, 64, 128, 256, 512, 512};

  /** The predictions start near what they are to start with. */
  private static final double LAST_GAIN = 0.1;

  /**
   * The predictions before their last function, the finest first.
   *
   * @param image the sides multiples of {@value #SIDE_MULTIPLE}
   */
  List<Operand<TFloat32>> of(Layers layers, String name, Operand<TFloat32> image) {
    List<Operand<TFloat32>> down = new ArrayList<>(List.of(image));
    for (int level = 0; level < ENCODER.length; level++) {
      down.add(halved(layers, name + ".down" + (level + 1), down.get(level), level));
    }
    List<Operand<TFloat32>> predictions = new ArrayList<>();
    Operand<TFloat32> x = down.get(ENCODER.length);
    for (int level = ENCODER.length - 1; level >= 0; level--) {
      String here = name + ".up" + (level + 1);
      Operand<TFloat32> like = down.get(level);
      List<Operand<TFloat32>> parts = new ArrayList<>();
      parts.add(layers.resizeLike(doubled(layers, here, x, width.of(DECODER[level])), like));
      if (level > 0) {
        parts.add(like);
      }
      if (!predictions.isEmpty()) {
        parts.add(layers.resizeLike(predictions.get(0), like));
      }
      x = active(layers, layers.conv(here + ".joined", joined(layers, parts), spec(level)));
      if (level < SCALES) {
        ConvSpec last = ConvSpec.of(3, maps).gain(LAST_GAIN);
        // What the next level sees is what is predicted, after the same function.
        Operand<TFloat32> logits = layers.conv(name + ".predicted" + level, x, last);
        predictions.add(
            0,
            layers.sigmoid(
                layers.add(logits, layers.ops().constant((float) Math.log(first / (1 - first))))));
      }
    }
    return predictions;
  }

  private ConvSpec spec(int level) {
    return ConvSpec.of(3, width.of(DECODER[level]));
  }

  private static Operand<TFloat32> joined(Layers layers, List<Operand<TFloat32>> parts) {
    return parts.size() == 1 ? parts.get(0) : layers.concat(parts);
  }

  private Operand<TFloat32> halved(Layers layers, String name, Operand<TFloat32> x, int level) {
    ConvSpec plain = ConvSpec.of(KERNELS[level], width.of(ENCODER[level]));
    ConvSpec halving = plain.stride(2);
    boolean first = style == Style.ZHOU;
    x = active(layers, layers.conv(name + ".conv1", x, first ? halving : plain));
    return active(layers, layers.conv(name + ".conv2", x, first ? plain : halving));
  }

  private Operand<TFloat32> doubled(Layers layers, String name, Operand<TFloat32> x, int channels) {
    ConvSpec spec = ConvSpec.of(3, channels);
    return active(
        layers,
        style == Style.ZHOU
            ? layers.transposed(name + ".conv", x, spec.stride(2))
            : layers.conv(name + ".conv", layers.nearest2(x), spec));
  }

  private Operand<TFloat32> active(Layers layers, Operand<TFloat32> x) {
    return style == Style.ZHOU ? layers.relu(x) : layers.elu(x);
  }
}
