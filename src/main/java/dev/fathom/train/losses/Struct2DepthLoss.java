package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of depth, ego-motion and the motion of objects: the better of the neighbouring frames
 * explains each pixel.
 *
 * <p>The same loss serves the refinement at run time. The paper's prior on the size of objects is
 * not part of it: it needs a height a class.
 *
 * <p>Source: Casser et al. 2019, with the weights of the authors' training.
 *
 * @param reconstruction α₁, of L1
 * @param structure α₂, of SSIM
 * @param smoothness α₃; scale k counts α₃ / 2ᵏ
 */
public record Struct2DepthLoss(double reconstruction, double structure, double smoothness) {
  public static final Struct2DepthLoss DEFAULT = new Struct2DepthLoss(0.85, 0.15, 0.04);

  public Struct2DepthLoss {
    Weights.check(
        "reconstruction", reconstruction, "structure", structure, "smoothness", smoothness);
  }

  /**
   * One scale of the middle frame.
   *
   * @param target float64 [N, H, W, C]
   * @param views the frames before and after, warped into it by ego-motion and the objects' motions
   * @param inverseDepth float64 [N, H, W, 1], positive
   */
  public record Scale(Operand<TFloat64> target, List<View> views, Operand<TFloat64> inverseDepth) {
    public Scale {
      views = List.copyOf(views);
    }
  }

  /** The loss of a batch: the sum over the scales, the finest first. */
  public Operand<TFloat64> of(Ops tf, List<Scale> scales) {
    Operand<TFloat64> loss = tf.constant(0.0);
    for (int k = 0; k < scales.size(); k++) {
      Scale scale = scales.get(k);
      Operand<TFloat64> l1 =
          Reconstruction.least(
                  tf,
                  scale.views().stream()
                      .map(v -> Reconstruction.l1(tf, scale.target(), v))
                      .toList())
              .mean(tf);
      Operand<TFloat64> ssim =
          Reconstruction.least(
                  tf,
                  scale.views().stream()
                      .map(v -> Reconstruction.structure(tf, scale.target(), v))
                      .toList())
              .mean(tf);
      Operand<TFloat64> rough =
          EdgeAwareSmoothness.of(
              tf, EdgeAwareSmoothness.overMean(tf, scale.inverseDepth()), scale.target());
      // α₁ L_rec + α₂ L_ssim + α₃ / 2ᵏ L_sm
      loss =
          tf.math.addN(
              List.of(
                  loss,
                  Maps.scaled(tf, l1, reconstruction),
                  Maps.scaled(tf, ssim, structure),
                  Maps.scaled(tf, rough, smoothness / (1 << k))));
    }
    return loss;
  }
}
