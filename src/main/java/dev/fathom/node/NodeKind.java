package dev.fathom.node;

import dev.fathom.pipeline.PipelineOptions;
import java.util.Locale;

/** What a node does. */
public enum NodeKind {
  /** Depth and clouds from one camera and a network. */
  MONO,
  /** Depth and clouds from a pair of cameras. */
  STEREO,
  /** Clouds from depth images that another node publishes. */
  CLOUD;

  /** What the node is called unless it is remapped. */
  String nodeName() {
    return this == CLOUD ? "fathom_cloud" : "fathom";
  }

  /** The model that the settings name for it; empty where it has none. */
  String model(PipelineOptions options) {
    return switch (this) {
      case MONO -> options.model();
      case STEREO -> options.stereo().model();
      case CLOUD -> "";
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
