package dev.fathom.node;

import dev.fathom.config.Unprefixed;
import dev.fathom.pipeline.PipelineOptions;

/** All that can be set about a live node. */
public record NodeSettings(@Unprefixed NodeOptions node, @Unprefixed PipelineOptions pipeline) {
  public static NodeSettings defaults() {
    return new NodeSettings(NodeOptions.DEFAULT, PipelineOptions.defaults());
  }
}
