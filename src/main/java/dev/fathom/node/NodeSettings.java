package dev.fathom.node;

import dev.fathom.config.Unprefixed;
import dev.fathom.pipeline.PipelineOptions;

/** All that can be set about a live node. */
public record NodeSettings(@Unprefixed NodeOptions node, @Unprefixed PipelineOptions pipeline) {
  /**
   * These settings with a pipeline that serves in the place of one that does not load; unchanged
   * where another one is wanted by now.
   */
  NodeSettings takingBack(PipelineOptions wanted, PipelineOptions serving) {
    return pipeline.loadsLike(wanted) ? new NodeSettings(node, pipeline.loading(serving)) : this;
  }

  public static NodeSettings defaults() {
    return new NodeSettings(NodeOptions.DEFAULT, PipelineOptions.defaults());
  }
}
