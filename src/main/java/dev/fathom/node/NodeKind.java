package dev.fathom.node;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.Models;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Task;
import dev.fathom.pipeline.PipelineOptions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

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
   * Why a model cannot serve here, as far as that can be told without running it; empty if it can.
   *
   * @param model its folder, or its name among {@code models}
   */
  String unfit(String model, Path models) {
    try {
      Path folder = Models.locate(model, models);
      ModelCard card = Models.entry(folder).card();
      if (card != null && !tasks().contains(card.getTask())) {
        return String.format(
            "model '%s' is for %s, but a %s node needs one for %s",
            model,
            words(card.getTask()),
            this,
            tasks().stream().map(NodeKind::words).collect(Collectors.joining(" or ")));
      }
      check(folder);
      return "";
    } catch (IllegalArgumentException | MalformedDataException | UncheckedIOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void check(Path folder) {
    switch (this) {
      case MONO -> DepthNetwork.check(folder);
      case STEREO -> CandidateNetwork.check(folder);
      case CLOUD -> {
        // It has none.
      }
    }
  }

  private static String words(Task task) {
    return task.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
