package dev.fathom.train;

/** Linear warm-up, then half a cosine down. */
final class LearningRate {
  private LearningRate() {}

  /**
   * The rate of one step.
   *
   * @param step counts from 0
   * @param progress share of the training that is over, 0 to 1
   */
  static double at(long step, double progress, TrainOptions.Learning learning) {
    double warmUp = Math.min(1, (step + 1.0) / (learning.warmUpSteps() + 1.0));
    double cosine = (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2;
    double last = learning.lastShare();
    return learning.rate() * warmUp * (last + (1 - last) * cosine);
  }
}
