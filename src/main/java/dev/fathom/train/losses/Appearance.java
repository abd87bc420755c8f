package dev.fathom.train.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * How much a reconstructed image differs from the real one: structure over 3×3 windows, and L1.
 *
 * <p>Source: Godard et al. 2017, equation 2.
 *
 * @param alpha α, the share of the structure, 0 to 1
 */
public record Appearance(double alpha) {
  public static final Appearance DEFAULT = new Appearance(0.85);

  public Appearance {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be between 0 and 1, found " + alpha);
    }
  }

  /** The mean over the view's valid pixels and windows. Shape: sides of at least 3. */
  public Operand<TFloat64> of(Ops tf, Operand<TFloat64> target, View view) {
    // Equation 2: α (1 − SSIM) / 2 + (1 − α) |I − Ĩ|
    return tf.math.add(
        Maps.scaled(tf, Reconstruction.structure(tf, target, view).mean(tf), alpha),
        Maps.scaled(tf, Reconstruction.l1(tf, target, view).mean(tf), 1 - alpha));
  }
}
