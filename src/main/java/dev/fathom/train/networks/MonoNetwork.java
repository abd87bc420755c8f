package dev.fathom.train.networks;

import dev.fathom.train.layers.Layers;
import dev.fathom.train.losses.CombinedLoss;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** A network that sees one colour picture and says how far everything is, and how sure it is. */
public interface MonoNetwork {
  /** The name it is asked for by. */
  String name();

  /** One sentence for its card. */
  String summary();

  /** Width and height of the picture must be multiples of this. */
  int sideMultiple();

  /**
   * Adds the network to a graph.
   *
   * @param image float32 [N, H, W, 3], RGB in [0, 1]
   */
  Prediction build(Layers layers, Operand<TFloat32> image);

  /**
   * The loss that this network's depth is trained with; by default that of the real-time U-Net.
   *
   * @param image float64 [N, H, W, 3] in [0, 1]
   * @param predicted float64 [N, H, W]
   * @param truth float64 [N, H, W], without NaN
   */
  default Operand<TFloat64> loss(
      Ops tf, Operand<TFloat64> image, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    return CombinedLoss.DEFAULT.of(
        tf, image, tf.expandDims(predicted, tf.constant(3)), tf.expandDims(truth, tf.constant(3)));
  }

  /**
   * What a depth network predicts for each pixel.
   *
   * <p>Shape: float32 [N, H, W].
   *
   * @param depth normalised log depth p, see {@link DepthScale}; not limited to [0, 1]
   * @param logVariance ln of the variance of p
   */
  record Prediction(Operand<TFloat32> depth, Operand<TFloat32> logVariance) {}
}
