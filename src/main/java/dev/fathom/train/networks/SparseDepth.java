package dev.fathom.train.networks;

import dev.fathom.train.layers.Layers;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Depth that is known at some pixels, filled in a graph by normalised averages: a pixel without
 * depth has the mean of the smallest block around it that holds any, interpolated between blocks.
 *
 * <p>All of it is log depth less the mean log depth of the frame, so that a frame in which
 * everything is twice as far looks the same to a network.
 *
 * <p>Source: the averages are the normalised convolution of Knutsson and Westin 1993, with boxes.
 *
 * @param mean of the known ln z, [N, 1, 1, 1]; 0 where nothing is known
 * @param valid 1 where depth is known, else 0
 * @param known whether the frame has any depth, [N, 1, 1, 1]
 * @param filled known or averaged ln z − mean
 * @param reach how coarse a block it took: 0 a pixel, 1 more than the coarsest
 * @param nearest the value of the nearest pixel that is known
 * @param coarse {@code filled} at a quarter of the size
 * @param above at a quarter of the size: how far the greatest known value about lies above {@code
 *     coarse}
 * @param below how far the least lies below it
 */
record SparseDepth(
    Operand<TFloat32> mean,
    Operand<TFloat32> valid,
    Operand<TBool> known,
    Operand<TFloat32> filled,
    Operand<TFloat32> reach,
    Operand<TFloat32> nearest,
    Operand<TFloat32> coarse,
    Operand<TFloat32> above,
    Operand<TFloat32> below) {
  /** Blocks have sides of 2 to 2⁶ pixels. */
  private static final int LEVELS = 6;

  /** The level at which the neighbourhood's extremes are taken, and their window there. */
  private static final int EXTREMES_LEVEL = 2;

  private static final int WINDOW = 5;

  /** Further from the mean than ln z ever is. */
  private static final float OUTSIDE = 1000;

  /**
   * Fills a batch.
   *
   * @param depth metres, [N, H, W, 1]. Invalid: whatever is not finite and positive
   */
  static SparseDepth of(Layers layers, Operand<TFloat32> depth) {
    Ops tf = layers.ops();
    Operand<TBool> measured =
        tf.math.logicalAnd(tf.math.isFinite(depth), tf.math.greater(depth, tf.constant(0f)));
    Operand<TFloat32> ones = tf.fill(tf.shape(depth), tf.constant(1f));
    Operand<TFloat32> log = tf.math.log(tf.select(measured, depth, ones));
    Operand<TFloat32> valid = tf.dtypes.cast(measured, TFloat32.class);
    Operand<TFloat32> count = imageSum(tf, valid);
    Operand<TFloat32> mean = tf.math.divNoNan(imageSum(tf, log), count);
    Operand<TFloat32> centred = tf.math.mul(tf.math.sub(log, mean), valid);

    List<Operand<TFloat32>> shares = new ArrayList<>(List.of(valid));
    List<Operand<TFloat32>> sums = new ArrayList<>(List.of(centred));
    for (int level = 1; level <= LEVELS; level++) {
      shares.add(layers.averagePool(shares.get(level - 1), 2, 2));
      sums.add(layers.averagePool(sums.get(level - 1), 2, 2));
    }
    Operand<TFloat32> filled = tf.zerosLike(sums.get(LEVELS));
    Operand<TFloat32> reach = tf.fill(tf.shape(filled), tf.constant(1f));
    Operand<TFloat32> coarse = filled;
    for (int level = LEVELS; level >= 0; level--) {
      Operand<TFloat32> share = shares.get(level);
      Operand<TBool> any = tf.math.greater(share, tf.constant(0f));
      Operand<TFloat32> average = tf.math.divNoNan(sums.get(level), share);
      filled = tf.select(any, average, layers.resizeLike(filled, share));
      Operand<TFloat32> here = tf.fill(tf.shape(share), tf.constant((float) level / (LEVELS + 1)));
      reach = tf.select(any, here, layers.resizeLike(reach, share));
      if (level == EXTREMES_LEVEL) {
        coarse = filled;
      }
    }
    Operand<TFloat32> outside = tf.fill(tf.shape(depth), tf.constant(-OUTSIDE));
    Operand<TFloat32> greatest = tf.select(measured, centred, outside);
    Operand<TFloat32> least = tf.select(measured, tf.math.neg(centred), outside);
    return new SparseDepth(
        mean,
        valid,
        tf.math.greater(tf.max(valid, pixels(tf), Max.keepDims(true)), tf.constant(0f)),
        filled,
        reach,
        NearestKnown.fill(tf, centred, valid),
        coarse,
        excess(layers, greatest, coarse),
        excess(layers, least, tf.math.neg(coarse)));
  }

  /** How far the greatest value about is above {@code coarse}; 0 where none is known. */
  private static Operand<TFloat32> excess(
      Layers layers, Operand<TFloat32> x, Operand<TFloat32> coarse) {
    Ops tf = layers.ops();
    int block = 1 << EXTREMES_LEVEL;
    Operand<TFloat32> greatest = layers.maxPool(layers.maxPool(x, block, block), WINDOW, 1);
    Operand<TBool> any = tf.math.greater(greatest, tf.constant(-OUTSIDE / 2));
    return tf.select(any, tf.math.sub(greatest, coarse), tf.zerosLike(coarse));
  }

  private static Operand<TFloat32> imageSum(Ops tf, Operand<TFloat32> x) {
    return tf.sum(x, pixels(tf), Sum.keepDims(true));
  }

  private static Operand<TInt32> pixels(Ops tf) {
    return tf.constant(new int[] {1, 2, 3});
  }
}
