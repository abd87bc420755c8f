package dev.fathom.train;

/** Hears how a training goes. Threads: called from the training's thread. */
public interface ProgressListener {
  /**
   * One step is done.
   *
   * @param step steps done
   * @param progress share of the training that is over, 0 to 1
   * @param loss of the step's batch
   * @param seconds spent so far, resumed runs included
   * @return whether to go on; otherwise the training stops here, and can be resumed
   */
  boolean stepped(long step, double progress, double loss, double learningRate, double seconds);

  /** The held-out pictures have been measured after {@code step} steps. */
  void validated(long step, Validation validation);
}
