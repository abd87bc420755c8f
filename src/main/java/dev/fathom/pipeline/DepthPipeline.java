package dev.fathom.pipeline;

/**
 * From a synchronised frame to depth and σ.
 *
 * @param <F> the kind of frame
 */
public interface DepthPipeline<F> extends AutoCloseable {
  /**
   * Estimates one frame.
   *
   * <p>Threads: one at a time. Cost: no allocation once the buffers have their size.
   *
   * @param frame the frame; its bytes are not kept
   * @param out overwritten with the estimate
   * @param clock told of each stage
   * @return whether {@code out} holds an estimate: a pipeline that works on several frames at a
   *     time takes the first and has none yet, and then gives that of an earlier frame
   */
  boolean estimate(F frame, DepthEstimate out, StageClock clock);

  /**
   * Gives the oldest estimate that is still owed.
   *
   * @return whether there was one
   */
  default boolean finish(DepthEstimate out, StageClock clock) {
    return false;
  }

  /** What is published from the next frame on. Threads: that of {@link #estimate}. */
  void range(PublishedRange range);

  @Override
  void close();
}
