package dev.fathom.train;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything a training depends on besides its data.
 *
 * <p>The training ends at {@code steps} or when {@code budget} is spent, whichever comes first; the
 * learning rate falls towards that end. It repeats bit for bit as long as the steps end it.
 *
 * @param network name known to {@link dev.fathom.train.networks.Networks}
 * @param out folder for the checkpoint and the exported model
 * @param seed of the first weights and the augmentation
 * @param steps last step
 * @param budget time, summed over resumed runs
 * @param batch pictures a step
 * @param width of the pictures, a multiple of 16; other aspects of the same area are mixed in
 * @param height of the pictures, a multiple of 16
 * @param learningRate Adam's, after warm-up
 * @param warmUpSteps steps over which the learning rate rises
 * @param batchStatisticsShare share of the training, at its beginning, in which normalisation is by
 *     each batch's statistics; from then on it is by the running ones, as in use
 * @param uncertaintyWeight weight of the likelihood beside the combined loss
 * @param mixedPrecision whether convolutions run in bfloat16
 * @param threads TensorFlow's threads within an operation; 0: one a core
 * @param validateEvery steps between validations
 * @param validationScenes held-out pictures
 * @param checkpointEvery time between checkpoints
 * @param resume whether to continue from the checkpoint in {@code out}
 */
public record TrainOptions(
    String network,
    Path out,
    long seed,
    long steps,
    Duration budget,
    int batch,
    int width,
    int height,
    double learningRate,
    long warmUpSteps,
    double batchStatisticsShare,
    double uncertaintyWeight,
    boolean mixedPrecision,
    int threads,
    long validateEvery,
    int validationScenes,
    Duration checkpointEvery,
    boolean resume) {
  public TrainOptions {
    requirePositive("steps", steps);
    requirePositive("batch", batch);
    requirePositive("validateEvery", validateEvery);
    requirePositive("validationScenes", validationScenes);
    requirePositive("budget in seconds", budget.toSeconds());
    requirePositive("checkpointEvery in seconds", checkpointEvery.toSeconds());
    if (width < 16 || height < 16 || width % 16 != 0 || height % 16 != 0) {
      throw new IllegalArgumentException(
          "width and height must be multiples of 16, found " + width + "x" + height);
    }
    if (!(learningRate > 0 && learningRate < 1)) {
      throw new IllegalArgumentException("learningRate must be in (0, 1), found " + learningRate);
    }
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException("warmUpSteps must not be negative, found " + warmUpSteps);
    }
    if (!(batchStatisticsShare >= 0 && batchStatisticsShare <= 1)) {
      throw new IllegalArgumentException(
          "batchStatisticsShare must be in [0, 1], found " + batchStatisticsShare);
    }
    if (!(uncertaintyWeight >= 0) || Double.isInfinite(uncertaintyWeight)) {
      throw new IllegalArgumentException(
          "uncertaintyWeight must not be negative, found " + uncertaintyWeight);
    }
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, found " + threads);
    }
  }

  /** The defaults of every option that has one. */
  public static TrainOptions defaults(String network, Path out) {
    return new TrainOptions(
        network,
        out,
        1,
        20_000,
        Duration.ofDays(365),
        8,
        128,
        96,
        3e-4,
        100,
        0.3,
        0.02,
        true,
        0,
        1_000,
        128,
        Duration.ofMinutes(2),
        false);
  }

  /** The same, but ending at another step or when this much time is spent. */
  public TrainOptions ending(long newSteps, Duration newBudget) {
    return new TrainOptions(
        network,
        out,
        seed,
        newSteps,
        newBudget,
        batch,
        width,
        height,
        learningRate,
        warmUpSteps,
        batchStatisticsShare,
        uncertaintyWeight,
        mixedPrecision,
        threads,
        validateEvery,
        validationScenes,
        checkpointEvery,
        resume);
  }

  /** The same, but with another seed, and beginning anew or from the checkpoint. */
  public TrainOptions beginning(long newSeed, boolean newResume) {
    return new TrainOptions(
        network,
        out,
        newSeed,
        steps,
        budget,
        batch,
        width,
        height,
        learningRate,
        warmUpSteps,
        batchStatisticsShare,
        uncertaintyWeight,
        mixedPrecision,
        threads,
        validateEvery,
        validationScenes,
        checkpointEvery,
        newResume);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, found " + value);
    }
  }
}
