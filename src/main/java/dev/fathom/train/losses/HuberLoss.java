package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The Huber loss: a parabola for small errors, L1 beyond, which wild truth cannot rule.
 *
 * <p>With δ = 1 pixel it is the smooth L1 that stereo networks learn disparity with.
 *
 * <p>Source: Huber 1964; Chang and Chen 2018 (PSMNet), equations 2 and 3.
 *
 * @param delta δ, where the parabola ends, in the unit of the maps
 */
public record HuberLoss(double delta) {
  public static final HuberLoss ONE = new HuberLoss(1);

  public HuberLoss {
    if (!(delta > 0 && Double.isFinite(delta))) {
      throw new IllegalArgumentException("delta must be positive and finite, found " + delta);
    }
  }

  /**
   * The mean over the pixels with known truth.
   *
   * <p>Shape: both float64, the same. Invalid: NaN or infinite truth is left out.
   */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Known known = Known.of(tf, predicted, truth);
    Operand<TFloat64> e = known.absoluteError(tf);
    // Equation 3: e²/2 up to δ, δ (e − δ/2) beyond
    Operand<TFloat64> parabola = Maps.scaled(tf, tf.math.square(e), 0.5);
    Operand<TFloat64> line = Maps.scaled(tf, tf.math.sub(e, tf.constant(delta / 2)), delta);
    return known.mean(tf, tf.select(tf.math.less(e, tf.constant(delta)), parabola, line));
  }
}
