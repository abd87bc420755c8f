package dev.fathom.train;

import dev.fathom.train.data.AugmentationOptions;

/**
 * Everything a training depends on besides its network and its data.
 *
 * <p>The training ends at {@code steps} or when {@code minutes} are spent, whichever comes first;
 * the learning rate falls towards that end. It repeats bit for bit as long as the steps end it.
 *
 * @param seed of the first weights and the augmentation
 * @param steps last step
 * @param minutes time, summed over resumed runs
 * @param batch samples a step
 * @param width of the pictures, a multiple of the network's; other aspects of the same area are
 *     mixed in if {@code mixedAspects}
 * @param height of the pictures, likewise
 * @param mixedAspects whether every other batch is wide or very wide, as cameras are
 * @param augmentation how far samples are varied
 * @param mixedPrecision whether convolutions run in bfloat16, where the processor can
 * @param threads TensorFlow's threads within an operation; 0: one a core
 * @param checkpointMinutes time between checkpoints
 * @param learning how fast
 * @param validation how often it is measured on held-out samples
 */
public record TrainOptions(
    long seed,
    long steps,
    double minutes,
    int batch,
    int width,
    int height,
    boolean mixedAspects,
    AugmentationOptions augmentation,
    boolean mixedPrecision,
    int threads,
    double checkpointMinutes,
    Learning learning,
    Held validation) {
  /** The defaults of every option. */
  public static final TrainOptions DEFAULT =
      new TrainOptions(
          1,
          20_000,
          365 * 24 * 60,
          8,
          128,
          96,
          true,
          AugmentationOptions.DEFAULT,
          true,
          0,
          2,
          new Learning(3e-4, 100, 0.01, 0.3, 0),
          new Held(1_000, 128, 0));

  public TrainOptions {
    requirePositive("steps", steps);
    requirePositive("batch", batch);
    requirePositive("width", width);
    requirePositive("height", height);
    requirePositive("minutes", minutes);
    requirePositive("checkpoint_minutes", checkpointMinutes);
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, found " + threads);
    }
  }

  /**
   * How fast a network learns.
   *
   * @param rate Adam's, after warm-up
   * @param warmUpSteps steps over which the rate rises
   * @param lastShare of the rate, to which it falls along half a cosine
   * @param batchStatisticsShare share of the training, at its beginning, in which normalisation is
   *     by each batch's statistics; from then on it is by the running ones, as in use
   * @param clipNorm largest norm of all gradients together; 0: any
   */
  public record Learning(
      double rate,
      long warmUpSteps,
      double lastShare,
      double batchStatisticsShare,
      double clipNorm) {
    public Learning {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException("learning.rate must be in (0, 1), found " + rate);
      }
      if (warmUpSteps < 0) {
        throw new IllegalArgumentException(
            "learning.warm_up_steps must not be negative, found " + warmUpSteps);
      }
      requireShare("learning.last_share", lastShare);
      requireShare("learning.batch_statistics_share", batchStatisticsShare);
      if (!(clipNorm >= 0 && Double.isFinite(clipNorm))) {
        throw new IllegalArgumentException(
            "learning.clip_norm must not be negative, found " + clipNorm);
      }
    }
  }

  /**
   * How a network is measured on held-out samples on the way.
   *
   * @param every steps between measurements
   * @param samples held-out samples
   * @param patience measurements without a better one after which the training stops early, and the
   *     best one is kept; 0: never stops, and the last one is kept
   */
  public record Held(long every, int samples, int patience) {
    public Held {
      requirePositive("validation.every", every);
      requirePositive("validation.samples", samples);
      if (patience < 0) {
        throw new IllegalArgumentException(
            "validation.patience must not be negative, found " + patience);
      }
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be positive, found " + value);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], found " + value);
    }
  }
}
