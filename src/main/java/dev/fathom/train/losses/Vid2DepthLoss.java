package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of depth and ego-motion learned from video with a sense of space: photometric errors,
 * structure, smoothness, and the alignment of the point clouds.
 *
 * <p>Source: Mahjourian et al. 2018, α L_rec + β L_3D + γ L_sm + ω L_SSIM.
 *
 * @param reconstruction α, of L1
 * @param alignment β, of the point clouds
 * @param smoothness γ; scale k counts γ / 2ᵏ
 * @param structure ω, of SSIM
 */
public record Vid2DepthLoss(
    double reconstruction, double alignment, double smoothness, double structure) {
  public static final Vid2DepthLoss DEFAULT = new Vid2DepthLoss(0.85, 0.1, 0.05, 0.15);

  public Vid2DepthLoss {
    Weights.check(
        "reconstruction",
        reconstruction,
        "alignment",
        alignment,
        "smoothness",
        smoothness,
        "structure",
        structure);
  }

  /**
   * One scale of one frame.
   *
   * @param target float64 [N, H, W, C]
   * @param views its neighbours in time, warped into it
   * @param alignments [], one a neighbour, from {@link PointCloudAlignment}; or none
   * @param inverseDepth of the target, float64 [N, H, W, 1]
   */
  public record Scale(
      Operand<TFloat64> target,
      List<View> views,
      List<Operand<TFloat64>> alignments,
      Operand<TFloat64> inverseDepth) {
    public Scale {
      views = List.copyOf(views);
      alignments = List.copyOf(alignments);
    }
  }

  /** The loss of a batch: the sum over the scales, the finest first. */
  public Operand<TFloat64> of(Ops tf, List<Scale> scales) {
    Operand<TFloat64> loss = tf.constant(0.0);
    for (int k = 0; k < scales.size(); k++) {
      Scale scale = scales.get(k);
      Operand<TFloat64> rough = EdgeAwareSmoothness.of(tf, scale.inverseDepth(), scale.target());
      // α L_rec + β L_3D + γ L_sm + ω L_SSIM
      loss = tf.math.add(loss, Maps.scaled(tf, rough, smoothness / (1 << k)));
      for (View view : scale.views()) {
        Operand<TFloat64> l1 = Reconstruction.l1(tf, scale.target(), view).mean(tf);
        Operand<TFloat64> ssim = Reconstruction.structure(tf, scale.target(), view).mean(tf);
        loss = tf.math.add(loss, Maps.scaled(tf, l1, reconstruction));
        loss = tf.math.add(loss, Maps.scaled(tf, ssim, structure));
      }
      for (Operand<TFloat64> apart : scale.alignments()) {
        loss = tf.math.add(loss, Maps.scaled(tf, apart, alignment));
      }
    }
    return loss;
  }
}
