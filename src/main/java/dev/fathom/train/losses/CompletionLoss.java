package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The loss of depth completion: the error where truth is known, and the error of its slopes, which
 * keeps the edges that the filling would blur.
 *
 * <p>Source: Niu et al. 2021, equations 3 and 4 and section IV.C; Ma and Karaman 2018, who compare
 * L1 and the reverse Huber loss.
 *
 * @param penalty of the error
 * @param slope weight of the slopes' error
 */
public record CompletionLoss(Penalty penalty, double slope) {
  /** How much an error costs. */
  public enum Penalty {
    L1,
    REVERSE_HUBER
  }

  public static final CompletionLoss DEFAULT = new CompletionLoss(Penalty.L1, 0.5);

  public CompletionLoss {
    Weights.check("slope", slope);
  }

  /**
   * The loss of a batch.
   *
   * <p>Shape: both float64 [N, H, W, 1]. Invalid: NaN or infinite truth is left out.
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TFloat64> error =
        switch (penalty) {
          case L1 -> {
            Known known = Known.of(tf, predicted, truth);
            yield known.mean(tf, known.absoluteError(tf));
          }
          case REVERSE_HUBER -> ReverseHuber.of(tf, predicted, truth);
        };
    return tf.math.add(error, Maps.scaled(tf, DepthGradient.of(tf, predicted, truth), slope));
  }
}
