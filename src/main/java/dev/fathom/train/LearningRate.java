package dev.fathom.train;

/** Linear warm-up, then half a cosine down to a hundredth. */
final class LearningRate {
  private static final double LAST_SHARE = 0.01;

  private LearningRate() {}

  /**
   * The rate of one step.
   *
   * @param step counts from 0
   * @param progress share of the training that is over, 0 to 1
   */
  static double at(long step, double progress, TrainOptions options) {
    double warmUp = Math.min(1, (step + 1.0) / (options.warmUpSteps() + 1.0));
    double cosine = (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2;
    return options.learningRate() * warmUp * (LAST_SHARE + (1 - LAST_SHARE) * cosine);
  }
}
