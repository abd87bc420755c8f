package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of the ResNeXt feature pyramid: depth, slopes and surface normals together.
 *
 * <p>Source: Niu et al. 2021, equation 6.
 *
 * @param depth weight of the reverse Huber loss L_d
 * @param slope weight of the gradient loss L_g
 * @param normal weight of the normal loss L_n
 */
public record DepthSlopeNormalLoss(double depth, double slope, double normal) {
  public static final DepthSlopeNormalLoss DEFAULT = new DepthSlopeNormalLoss(0.6, 0.2, 0.2);

  public DepthSlopeNormalLoss {
    Weights.check("depth", depth, "slope", slope, "normal", normal);
  }

  /**
   * The loss of a batch.
   *
   * <p>Shape: both float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out.
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    // Equation 6: 0.6 L_d + 0.2 L_g + 0.2 L_n
    return tf.math.addN(
        List.of(
            Maps.scaled(tf, ReverseHuber.of(tf, predicted, truth), depth),
            Maps.scaled(tf, DepthGradient.of(tf, predicted, truth), slope),
            Maps.scaled(tf, SurfaceNormals.of(tf, predicted, truth), normal)));
  }
}
