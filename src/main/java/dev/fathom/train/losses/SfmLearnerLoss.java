package dev.fathom.train.losses;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of depth and ego-motion learned from video: view synthesis, smoothness, and belief in
 * one's explanation, over several scales.
 *
 * <p>Source: Zhou et al. 2017, equation 4.
 *
 * @param smoothness λ_s; scale k counts λ_s / 2ᵏ
 * @param explainability λ_e
 */
public record SfmLearnerLoss(double smoothness, double explainability) {
  public static final SfmLearnerLoss DEFAULT = new SfmLearnerLoss(0.5, 0.2);

  public SfmLearnerLoss {
    Weights.check("smoothness", smoothness, "explainability", explainability);
  }

  /**
   * One scale of the prediction.
   *
   * @param target the target image at this scale, float64 [N, H, W, C]
   * @param views the other views warped into it
   * @param logits one a view, float64 [N, H, W, 2], or none at all: then everything is explained
   * @param map the predicted map that is to be smooth, float64 [N, H, W, 1]
   */
  public record Scale(
      Operand<TFloat64> target,
      List<View> views,
      List<Operand<TFloat64>> logits,
      Operand<TFloat64> map) {
    public Scale {
      views = List.copyOf(views);
      logits = List.copyOf(logits);
      if (views.isEmpty() || !(logits.isEmpty() || logits.size() == views.size())) {
        throw new IllegalArgumentException(
            "a scale needs views, and as many or no logits, found "
                + (views.size() + " and " + logits.size()));
      }
    }
  }

  /** The loss of a batch: the sum over the scales, the finest first. */
  public Operand<TFloat64> of(Ops tf, List<Scale> scales) {
    Operand<TFloat64> loss = tf.constant(0.0);
    for (int k = 0; k < scales.size(); k++) {
      Scale scale = scales.get(k);
      // Equation 4: L_vs + λ_s L_smooth + λ_e Σ_s L_reg(Ê_s)
      Operand<TFloat64> bend = SecondOrderSmoothness.of(tf, scale.map());
      loss = tf.math.add(loss, Maps.scaled(tf, bend, smoothness / (1 << k)));
      for (int s = 0; s < scale.views().size(); s++) {
        loss = tf.math.add(loss, ofView(tf, scale, s));
      }
    }
    return loss;
  }

  private Operand<TFloat64> ofView(Ops tf, Scale scale, int s) {
    View view = scale.views().get(s);
    if (scale.logits().isEmpty()) {
      return ViewSynthesis.of(tf, scale.target(), view);
    }
    Operand<TFloat64> logits = scale.logits().get(s);
    return tf.math.add(
        ViewSynthesis.of(tf, scale.target(), view, Explainability.of(tf, logits)),
        Maps.scaled(tf, Explainability.regularisation(tf, logits), explainability));
  }
}
