package dev.fathom.train.losses;

import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Min;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Teaches to choose one of several candidate disparities, and to correct the chosen one.
 *
 * <p>The choice learns by cross-entropy against softmax(−2 |error|) over the candidates. Pixels
 * count by how much there is to choose: min(2, greatest − least error) / (1 + least error). The
 * correction learns by the absolute error of what is chosen, cut at {@link #CUT}, so that it does
 * not follow pixels that no candidate fits. Candidates that repeat the first one take no part.
 *
 * <p>Shape: float64 [N, H, W, K] of scores and candidates, [N, H, W, 1] of the rest.
 */
public final class CandidateChoice {
  private static final double CUT = 3;
  private static final double MAX_WEIGHT = 2;
  private static final double SHARPNESS = 2;

  /** Taken off the score of a repetition: e^−30 is nothing beside 1. */
  private static final double REPETITION = 30;

  /** Keeps the gradient of a batch bounded in which there is little to choose. */
  private static final double LEAST_MEAN_WEIGHT = 0.02;

  private final Ops tf;
  private final Operand<TFloat64> scores;
  private final Operand<TFloat64> candidates;
  private final Operand<TFloat64> repetitions;

  /**
   * @param scores one a candidate
   * @param candidates no gradient goes through them
   */
  public CandidateChoice(Ops tf, Operand<TFloat64> scores, Operand<TFloat64> candidates) {
    this.tf = tf;
    this.candidates = candidates;
    double[] but = new double[Math.toIntExact(candidates.shape().get(3))];
    Arrays.fill(but, 1, but.length, REPETITION);
    Operand<TFloat64> first =
        tf.slice(candidates, tf.constant(new int[4]), tf.constant(new int[] {-1, -1, -1, 1}));
    repetitions =
        tf.math.mul(
            tf.dtypes.cast(tf.math.equal(candidates, first), TFloat64.class), tf.constant(but));
    this.scores = tf.math.sub(scores, repetitions);
  }

  /** The candidate with the highest score. Shape: [N, H, W, 1]. */
  public Operand<TFloat64> chosen() {
    Operand<TFloat64> hot =
        tf.oneHot(
            tf.math.argMax(scores, channels()),
            tf.constant(Math.toIntExact(candidates.shape().get(3))),
            tf.constant(1.0),
            tf.constant(0.0));
    return tf.reduceSum(tf.math.mul(hot, candidates), channels(), ReduceSum.keepDims(true));
  }

  /**
   * The loss of choice and correction.
   *
   * @param corrected {@link #chosen} with its correction
   * @param truth Invalid: NaN or infinite truth is left out
   */
  public Operand<TFloat64> loss(Operand<TFloat64> corrected, Operand<TFloat64> truth) {
    Known known = Known.of(tf, corrected, truth);
    Operand<TFloat64> errors = tf.math.abs(tf.math.sub(candidates, known.truth()));
    Operand<TFloat64> least = tf.min(errors, channels(), Min.keepDims(true));
    Operand<TFloat64> greatest = tf.max(errors, channels(), Max.keepDims(true));
    Operand<TFloat64> weight =
        tf.math.mul(
            known.mask(),
            tf.math.div(
                tf.math.minimum(tf.math.sub(greatest, least), tf.constant(MAX_WEIGHT)),
                tf.math.add(least, tf.constant(1.0))));
    Operand<TFloat64> target =
        tf.nn.softmax(tf.math.sub(Maps.scaled(tf, errors, -SHARPNESS), repetitions));
    Operand<TFloat64> entropy =
        tf.math.neg(
            tf.reduceSum(
                tf.math.mul(tf.stopGradient(target), Maps.logSoftmax(tf, scores)),
                channels(),
                ReduceSum.keepDims(true)));
    Operand<TFloat64> choice =
        tf.math.div(
            Maps.mean(tf, tf.math.mul(weight, entropy)),
            tf.math.add(Maps.mean(tf, weight), tf.constant(LEAST_MEAN_WEIGHT)));
    Operand<TFloat64> correction =
        known.mean(tf, tf.math.minimum(known.absoluteError(tf), tf.constant(CUT)));
    return tf.math.add(choice, correction);
  }

  private Operand<TInt32> channels() {
    return tf.constant(3);
  }
}
