package dev.fathom.replay;

import dev.fathom.pipeline.DepthPipeline;

/** A feed with the pipeline it runs, which is closed with it. */
record OpenFeed(FrameFeed feed, DepthPipeline<?> pipeline) implements AutoCloseable {
  @Override
  public void close() {
    pipeline.close();
  }
}
