package dev.fathom.replay;

import dev.fathom.pipeline.PipelineOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to replay and how.
 *
 * @param bags recordings, read as one in time order
 * @param out folder for the results
 * @param force whether results of an earlier replay there are replaced
 * @param kind which pipeline
 * @param topics topics that the user named
 * @param fromSeconds start, after the recording's first message
 * @param toSeconds end, after the recording's first message; infinite: the end
 * @param includeInputs whether the new recording holds every message of the old one too
 * @param truthTopic depth images of the recording to compare with; null: none
 * @param previews how many preview pictures to make, evenly spread
 * @param pipeline settings of the pipeline
 * @param modelsDirectory where models are looked up by name
 */
public record ReplayOptions(
    List<Path> bags,
    OutputDirectory out,
    boolean force,
    PipelineKind kind,
    NamedTopics topics,
    double fromSeconds,
    double toSeconds,
    boolean includeInputs,
    @Nullable String truthTopic,
    int previews,
    PipelineOptions pipeline,
    Path modelsDirectory) {
  public ReplayOptions {
    if (bags.isEmpty()) {
      throw new IllegalArgumentException("no recording given");
    }
    if (!(fromSeconds >= 0 && toSeconds > fromSeconds)) {
      throw new IllegalArgumentException(
          "time range must hold 0 <= from < to, found " + fromSeconds + " and " + toSeconds);
    }
    if (kind == PipelineKind.STEREO && topics.image() != null) {
      throw new IllegalArgumentException(
          "--image is for mono, but the pipeline is stereo: name --left and --right");
    }
    if (kind == PipelineKind.MONO && topics.left() != null) {
      throw new IllegalArgumentException(
          "--left and --right are for stereo, but the pipeline is mono: name --image");
    }
    if (previews < 0) {
      throw new IllegalArgumentException("previews must be 0 or more, found " + previews);
    }
    if (kind == PipelineKind.STEREO && topics.image() != null) {
      throw new IllegalArgumentException(
          "--image is for mono; --pipeline stereo takes --left and --right");
    }
    if (kind == PipelineKind.MONO && topics.left() != null) {
      throw new IllegalArgumentException(
          "--left and --right are for stereo; --pipeline mono takes --image");
    }
    bags = List.copyOf(bags);
  }

  /** Topics that the user named; null where Fathom is to find them. */
  public record NamedTopics(
      @Nullable String image,
      @Nullable String left,
      @Nullable String right,
      @Nullable String info,
      @Nullable String leftInfo,
      @Nullable String rightInfo) {
    public NamedTopics {
      if ((left == null) != (right == null)) {
        throw new IllegalArgumentException("--left and --right go together");
      }
      if (image != null && left != null) {
        throw new IllegalArgumentException(
            "--image is for mono, --left and --right for stereo: give one of them");
      }
    }

    public static NamedTopics none() {
      return new NamedTopics(null, null, null, null, null, null);
    }
  }
}
