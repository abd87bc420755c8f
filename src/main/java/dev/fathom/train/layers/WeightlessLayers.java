package dev.fathom.train.layers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The layers without weights: activations, pooling, resizing, joining and cutting.
 *
 * <p>Shape: float32 [N, H, W, C]; N, H and W may be unknown until the graph runs.
 */
public abstract class WeightlessLayers {
  final Ops tf;

  WeightlessLayers(Ops tf) {
    this.tf = tf;
  }

  /** The graph's own operations, for what is a layer of one network only. */
  public final Ops ops() {
    return tf;
  }

  public Operand<TFloat32> relu(Operand<TFloat32> x) {
    return tf.nn.relu(x);
  }

  /** min(max(x, 0), 6). */
  public Operand<TFloat32> relu6(Operand<TFloat32> x) {
    return tf.nn.relu6(x);
  }

  /** x where positive, otherwise {@code slope} · x. */
  public Operand<TFloat32> leakyRelu(Operand<TFloat32> x, double slope) {
    return tf.nn.leakyRelu(x, LeakyRelu.alpha((float) slope));
  }

  /** x where positive, otherwise eˣ − 1. */
  public Operand<TFloat32> elu(Operand<TFloat32> x) {
    return tf.nn.elu(x);
  }

  public Operand<TFloat32> sigmoid(Operand<TFloat32> x) {
    return tf.math.sigmoid(x);
  }

  public Operand<TFloat32> tanh(Operand<TFloat32> x) {
    return tf.math.tanh(x);
  }

  /** ln(1 + eˣ). */
  public Operand<TFloat32> softplus(Operand<TFloat32> x) {
    return tf.math.softplus(x);
  }

  /** min(max(x + 3, 0), 6) / 6. Source: Howard et al. 2019, section 5.2. */
  public Operand<TFloat32> hardSigmoid(Operand<TFloat32> x) {
    return scale(tf.nn.relu6(tf.math.add(x, tf.constant(3f))), 1 / 6.0);
  }

  /** x times its hard sigmoid. Source: Howard et al. 2019, section 5.2. */
  public Operand<TFloat32> hardSwish(Operand<TFloat32> x) {
    return tf.math.mul(x, hardSigmoid(x));
  }

  /** Maximum over 2×2 windows: half the size, an odd last row or column left out. */
  public Operand<TFloat32> maxPool2(Operand<TFloat32> x) {
    Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
    return tf.nn.maxPool(x, window, window, "VALID");
  }

  /** Maximum over square windows: ceil(size / stride) pixels. */
  public Operand<TFloat32> maxPool(Operand<TFloat32> x, int window, int stride) {
    return tf.nn.maxPool(
        x,
        tf.constant(new int[] {1, window, window, 1}),
        tf.constant(new int[] {1, stride, stride, 1}),
        "SAME");
  }

  /** Mean over square windows, of the pixels inside: ceil(size / stride) pixels. */
  public Operand<TFloat32> averagePool(Operand<TFloat32> x, int window, int stride) {
    return tf.nn.avgPool(
        x,
        List.of(1L, (long) window, (long) window, 1L),
        List.of(1L, (long) stride, (long) stride, 1L),
        "SAME");
  }

  /** Mean over all pixels. Shape: [N, 1, 1, C]. */
  public Operand<TFloat32> globalAverage(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {1, 2}), Mean.keepDims(true));
  }

  /** Mean over all pixels, as {@link Layers#dense} takes it. Shape: [N, C]. */
  public Operand<TFloat32> globalAverageVector(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {1, 2}));
  }

  /** Mean of each cell of a grid over the map. Shape: [N, rows, columns, C]. */
  public Operand<TFloat32> gridAverage(Operand<TFloat32> x, int rows, int columns) {
    return AreaPooling.of(tf, x, rows, columns);
  }

  /** Every pixel four times: twice the size. */
  public Operand<TFloat32> nearest2(Operand<TFloat32> x) {
    return tf.image.resizeNearestNeighbor(
        x, Sides.times(tf, x, 2), ResizeNearestNeighbor.halfPixelCenters(true));
  }

  /** Bilinear interpolation to twice the size; pixel areas stay where they are. */
  public Operand<TFloat32> upsample2(Operand<TFloat32> x) {
    return resize(x, Sides.times(tf, x, 2));
  }

  /** Bilinear interpolation to the height and width of {@code like}; pixel areas stay in place. */
  public Operand<TFloat32> resizeLike(Operand<TFloat32> x, Operand<?> like) {
    return resize(x, Sides.of(tf, like));
  }

  /** Bilinear interpolation to a fixed size; pixel areas stay in place. */
  public Operand<TFloat32> resize(Operand<TFloat32> x, int height, int width) {
    return resize(x, tf.constant(new int[] {height, width}));
  }

  private Operand<TFloat32> resize(Operand<TFloat32> x, Operand<TInt32> size) {
    return tf.image.resizeBilinear(x, size, ResizeBilinear.halfPixelCenters(true));
  }

  /** Twice the size with x at even rows and columns, 0 elsewhere. */
  public Operand<TFloat32> unpool2(Operand<TFloat32> x) {
    // depthToSpace takes the first quarter of the channels for the even rows and columns.
    int[][] behind = {{0, 0}, {0, 0}, {0, 0}, {0, 3 * Sides.channels(x)}};
    return depthToSpace(tf.pad(x, tf.constant(behind), tf.constant(0f)), 2);
  }

  /** Pixel shuffle: {@code block} times the size from channels in order (row, column, channel). */
  public Operand<TFloat32> depthToSpace(Operand<TFloat32> x, int block) {
    return tf.nn.depthToSpace(x, (long) block);
  }

  /** The inverse of {@link #depthToSpace}; the sides must be multiples of {@code block}. */
  public Operand<TFloat32> spaceToDepth(Operand<TFloat32> x, int block) {
    return tf.nn.spaceToDepth(x, (long) block);
  }

  /** A border laid around. SAME and VALID have none of their own. */
  public Operand<TFloat32> pad(Operand<TFloat32> x, Padding padding) {
    return Convolution.pad(tf, x, padding);
  }

  /** A skip connection: the channels of both, one after the other. */
  public Operand<TFloat32> concat(Operand<TFloat32> x, Operand<TFloat32> skip) {
    return concat(List.of(x, skip));
  }

  /** The channels of all, one after the other. */
  public Operand<TFloat32> concat(List<? extends Operand<TFloat32>> parts) {
    return tf.concat(List.copyOf(parts), tf.constant(3));
  }

  /** A skip connection by element-wise sum. */
  public Operand<TFloat32> add(Operand<TFloat32> x, Operand<TFloat32> skip) {
    return tf.math.add(x, skip);
  }

  /** Element-wise product; sides of 1 are broadcast. */
  public Operand<TFloat32> mul(Operand<TFloat32> x, Operand<TFloat32> y) {
    return tf.math.mul(x, y);
  }

  /** Every value times {@code factor}. */
  public Operand<TFloat32> scale(Operand<TFloat32> x, double factor) {
    return tf.math.mul(x, tf.constant((float) factor));
  }

  /** Some channels. Shape: [N, H, W, count]. */
  public Operand<TFloat32> channels(Operand<TFloat32> x, int first, int count) {
    return tf.slice(
        x, tf.constant(new int[] {0, 0, 0, first}), tf.constant(new int[] {-1, -1, -1, count}));
  }

  /** One channel alone. Shape: [N, H, W]. */
  public Operand<TFloat32> channel(Operand<TFloat32> x, int channel) {
    return tf.squeeze(channels(x, channel, 1), Squeeze.axis(List.of(3L)));
  }

  /** The channels in parts of the same number. */
  public List<Operand<TFloat32>> split(Operand<TFloat32> x, int parts) {
    return new ArrayList<>(tf.split(tf.constant(3), x, (long) parts).output());
  }
}
