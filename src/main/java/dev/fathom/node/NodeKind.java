package dev.fathom.node;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.card.Task;
import dev.fathom.pipeline.PipelineOptions;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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

  /** What a model must be for to serve here. */
  Set<Task> tasks() {
    return switch (this) {
      case MONO -> EnumSet.of(Task.MONO_DEPTH, Task.DEPTH_COMPLETION);
      case STEREO -> EnumSet.of(Task.STEREO_DISPARITY);
      case CLOUD -> Set.of();
    };
  }

  /**
   * Refuses a model that cannot serve here, as far as that can be told without running it.
   *
   * @throws IllegalArgumentException with the reason
   * @throws MalformedDataException if its bytes are none
   */
  void checkModel(Path folder) {
    switch (this) {
      case MONO -> DepthNetwork.check(folder);
      case STEREO -> CandidateNetwork.check(folder);
      case CLOUD -> {
        // It has none.
      }
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
