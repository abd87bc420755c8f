package dev.fathom.replay;

/** Told how far a replay is. */
public interface ReplayProgress {
  /** Work that takes a while begins, such as loading a model. */
  void phase(String what);

  /**
   * Frames done so far.
   *
   * @param total frames expected; an estimate where a time range was asked for
   */
  void frames(long done, long total);

  /** Whether the replay is to end here, with everything done so far complete. */
  default boolean isStopped() {
    return false;
  }
}
