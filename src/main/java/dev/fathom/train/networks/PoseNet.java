package dev.fathom.train.networks;

import dev.fathom.train.layers.ConvSpec;
import dev.fathom.train.layers.Layers;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The network of motions between frames: seven halving convolutions, a 1×1 convolution to six
 * numbers a motion, and their mean over the picture; and the network of explainability that shares
 * its first five.
 *
 * <p>Source: Zhou et al. 2017, section 3.5.
 *
 * @param width factor on all channels
 */
record PoseNet(WidthMultiplier width) {
  /** Numbers a motion: translation, then Euler angles. */
  static final int NUMBERS = 6;

  private static final int[] CHANNELS = {16, 32, 64, 128, 256, 256, 256};
  private static final int[] KERNELS = {7, 5, 3, 3, 3, 3, 3};
  private static final int SHARED = 5;
  private static final int[] MASK_CHANNELS = {16, 32, 64, 128, 256};
  private static final int[] MASK_KERNELS = {7, 5, 3, 3, 3};

  /** Motions are small beside what layers start with; the authors' factor. */
  private static final double MOTION_SCALE = 0.01;

  /** The layers that both networks share, the finest first; the frames themselves before them. */
  List<Operand<TFloat32>> encoded(Layers layers, String name, Operand<TFloat32> frames) {
    List<Operand<TFloat32>> maps = new ArrayList<>(List.of(frames));
    for (int level = 0; level < SHARED; level++) {
      maps.add(halved(layers, name, maps.get(level), level));
    }
    return maps;
  }

  private Operand<TFloat32> halved(
      Layers layers, String name, Operand<TFloat32> x, int level) {
    ConvSpec spec = ConvSpec.of(KERNELS[level], width.of(CHANNELS[level])).stride(2);
    return layers.relu(layers.conv(name + ".conv" + (level + 1), x, spec));
  }

  /** The six numbers of each motion. Shape: [N, 6 · motions]. */
  Operand<TFloat32> motions(
      Layers layers, String name, List<Operand<TFloat32>> encoded, int motions) {
    Operand<TFloat32> x = encoded.get(SHARED);
    for (int level = SHARED; level < CHANNELS.length; level++) {
      x = halved(layers, name, x, level);
    }
    x = layers.conv(name + ".motions", x, 1, NUMBERS * motions);
    Ops tf = layers.ops();
    // In float64: mixed precision would round them to 8 bits.
    Operand<TFloat64> mean =
        tf.math.mean(tf.dtypes.cast(x, TFloat64.class), tf.constant(new int[] {1, 2}));
    return tf.dtypes.cast(tf.math.mul(mean, tf.constant(MOTION_SCALE)), TFloat32.class);
  }

  /** The numbers of one motion, float64 [N, 6]. */
  static Operand<TFloat64> motion(Ops tf, Operand<TFloat32> motions, int index) {
    return tf.slice(
        tf.dtypes.cast(motions, TFloat64.class),
        tf.constant(new int[] {0, NUMBERS * index}),
        tf.constant(new int[] {-1, NUMBERS}));
  }

  /**
   * Two logits a view, cannot and can be explained, at the four scales, the finest first.
   *
   * <p>Shape: [N, H/2ˢ, W/2ˢ, 2 · views].
   */
  List<Operand<TFloat32>> explained(
      Layers layers, String name, List<Operand<TFloat32>> encoded, int views) {
    List<Operand<TFloat32>> logits = new ArrayList<>();
    Operand<TFloat32> x = encoded.get(SHARED);
    for (int level = SHARED - 1; level >= 0; level--) {
      String here = name + ".up" + (level + 1);
      ConvSpec spec = ConvSpec.of(MASK_KERNELS[level], width.of(MASK_CHANNELS[level])).stride(2);
      x = layers.relu(layers.transposed(here, x, spec));
      x = layers.resizeLike(x, encoded.get(level));
      if (level < DispNet.SCALES) {
        logits.add(0, layers.conv(here + ".mask", x, MASK_KERNELS[level], 2 * views));
      }
    }
    return logits;
  }
}
