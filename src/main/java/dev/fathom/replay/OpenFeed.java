package dev.fathom.replay;

import dev.fathom.pipeline.DepthPipeline;
import org.jspecify.annotations.Nullable;

/** A feed with the pipeline it runs, and that one's threads, which are closed with it. */
record OpenFeed(FrameFeed feed, DepthPipeline<?> pipeline, @Nullable FrameThreads threads)
    implements AutoCloseable {
  @Override
  public void close() {
    pipeline.close();
    if (threads != null) {
      threads.close();
    }
  }
}
