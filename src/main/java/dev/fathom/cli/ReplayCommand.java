package dev.fathom.cli;

import dev.fathom.replay.OutputDirectory;
import dev.fathom.replay.PipelineKind;
import dev.fathom.replay.Replay;
import dev.fathom.replay.ReplayOptions;
import dev.fathom.replay.ReplaySummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom replay}: a recording in, depth and point clouds out. */
@Command(
    name = "replay",
    description = {
      "Runs a rosbag2 recording through Fathom and writes a new one with depth and clouds.",
      "Cameras are found by themselves where there is no doubt; else the topics are listed."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "BAG",
      arity = "0..*",
      description =
          "Recording: a rosbag2 directory, an .mcap or a .db3 file; several are read as one.")
  private List<Path> bags = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder for the results.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace the results of an earlier replay in DIR.")
  private boolean force;

  @Option(
      names = "--pipeline",
      paramLabel = "KIND",
      description =
          "mono, stereo or auto (default): stereo where the recording holds just one pair.")
  private PipelineKind kind = PipelineKind.AUTO;

  @ArgGroup(exclusive = false, heading = "%nTopics, where Fathom is not to find them:%n")
  private @Nullable TopicOptions topics;

  @Option(names = "--from", paramLabel = "SECONDS", description = "Start, after the first message.")
  private double from;

  @Option(names = "--to", paramLabel = "SECONDS", description = "End, after the first message.")
  private double to = Double.POSITIVE_INFINITY;

  @Option(
      names = "--include-inputs",
      description = "Copy every input message to the new recording.")
  private boolean includeInputs;

  @Option(
      names = "--truth",
      paramLabel = "TOPIC",
      description = "Depth images of the recording, registered with the camera, to compare with.")
  private @Nullable String truth;

  @Option(
      names = "--previews",
      paramLabel = "N",
      description = "Preview pictures to make, evenly spread (default: ${DEFAULT-VALUE}).")
  private int previews = 12;

  @Option(
      names = "--list-params",
      description = "Print every parameter with its default, and stop.")
  private boolean listParameters;

  @Mixin private ParameterOptions parameters = new ParameterOptions();

  /** Input topics by name. */
  static final class TopicOptions {
    @Option(
        names = "--image",
        paramLabel = "TOPIC",
        description =
            "The camera's images (mono; default: the only camera, or the left one of the only"
                + " pair); image_rect* are taken for rectified.")
    private @Nullable String image;

    @Option(names = "--left", paramLabel = "TOPIC", description = "The left camera's images.")
    private @Nullable String left;

    @Option(names = "--right", paramLabel = "TOPIC", description = "The right camera's images.")
    private @Nullable String right;

    @Option(names = "--info", paramLabel = "TOPIC", description = "The camera's camera_info.")
    private @Nullable String info;

    @Option(names = "--left-info", paramLabel = "TOPIC", description = "The left camera_info.")
    private @Nullable String leftInfo;

    @Option(names = "--right-info", paramLabel = "TOPIC", description = "The right camera_info.")
    private @Nullable String rightInfo;

    ReplayOptions.NamedTopics named() {
      return new ReplayOptions.NamedTopics(image, left, right, info, leftInfo, rightInfo);
    }
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    if (listParameters) {
      terminal.println(ParameterOptions.defaultsAsYaml());
      return ExitCode.SUCCESS;
    }
    if (bags.isEmpty() || out == null) {
      throw new ParameterException(
          spec.commandLine(),
          bags.isEmpty() ? "which recording? give BAG" : "where to? give --out DIR");
    }
    ReplayOptions options =
        new ReplayOptions(
            bags,
            new OutputDirectory(out),
            force,
            kind,
            topics == null ? ReplayOptions.NamedTopics.none() : topics.named(),
            from,
            to,
            includeInputs,
            truth,
            previews,
            parameters.bind(),
            Installation.models());
    return run(options, spec);
  }

  /** Runs a replay, prints its summary and says how it ended. */
  static int run(ReplayOptions options, CommandSpec spec) throws Exception {
    PrintWriter errors = spec.commandLine().getErr();
    try (StopRequest stop = new StopRequest()) {
      ReplaySummary summary;
      try (TerminalProgress progress = new TerminalProgress(errors, stop)) {
        summary = Replay.run(options, progress);
      }
      spec.commandLine().getOut().println(SummaryTable.of(summary, options.out()));
      summary.problems().forEach(p -> errors.println("fathom: " + p));
      return summary.dataLost() ? ExitCode.DATA_LOST : ExitCode.SUCCESS;
    }
  }
}
