package dev.fathom.cli;

import dev.fathom.record.WorldRecording;
import dev.fathom.record.WorldRecordingOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom world}: a recording of the generated world, with exact depth as truth. */
@Command(
    name = "world",
    description = {
      "Records a generated place with stereo camera, LiDAR and IMU.",
      "Exact depth stands on " + WorldRecording.TRUTH_TOPIC + "."
    },
    mixinStandardHelpOptions = true)
final class WorldCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "The new recording.")
  private Path out = Path.of("");

  @Option(names = "--seed", description = "Which place and which way (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--seconds", description = "Length (default: ${DEFAULT-VALUE}).")
  private double seconds = 5;

  @Option(names = "--rate", description = "Frames a second (default: ${DEFAULT-VALUE}).")
  private double rate = 10;

  @Option(names = "--width", description = "Image width in pixels (default: ${DEFAULT-VALUE}).")
  private int width = 640;

  @Option(names = "--height", description = "Image height in pixels (default: ${DEFAULT-VALUE}).")
  private int height = 480;

  @Option(
      names = "--fov",
      description = "Horizontal field of view in degrees (default: ${DEFAULT-VALUE}).")
  private double fieldOfView = 70;

  @Option(
      names = "--baseline",
      description = "Stereo baseline in metres (default: ${DEFAULT-VALUE}).")
  private double baseline = 0.12;

  @Override
  public Integer call() throws Exception {
    WorldRecordingOptions options =
        new WorldRecordingOptions(out, seed, seconds, rate, width, height, fieldOfView, baseline);
    long frames = (long) Math.floor(seconds * rate);
    try (StopRequest stop = new StopRequest();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr(), stop)) {
      WorldRecording.write(
          options,
          done -> {
            progress.frames(done, frames);
            return !stop.isRequested();
          });
    }
    spec.commandLine().getOut().println("  recording  " + out);
    return ExitCode.SUCCESS;
  }
}
