package dev.fathom.cli;

import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.record.WorldRecording;
import dev.fathom.replay.OutputDirectory;
import dev.fathom.replay.PipelineKind;
import dev.fathom.replay.ReplayOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom demo}: the whole main job on the recording and the model that come with Fathom. */
@Command(
    name = "demo",
    description = "Runs both pipelines on the recording that comes with Fathom, into out/demo.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /** Made by {@code fathom world --out demo --seed 8 --seconds 2.2 --width 480 --height 360}. */
  private static final List<String> RECORDING = List.of("metadata.yaml", "demo_0.mcap");

  private static final int PREVIEWS = 6;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder for the results (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("out", "demo");

  @Option(names = "--force", description = "Replace the results of an earlier demo in DIR.")
  private boolean force;

  @Mixin private ParameterOptions parameters = new ParameterOptions();

  @Override
  public Integer call() throws Exception {
    PipelineOptions pipeline = parameters.bind();
    Path recording = out.resolve("recording");
    unpack(recording);
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.printf("One camera and a network:%n%n");
    int mono = replay(recording, PipelineKind.MONO, "mono", pipeline);
    terminal.printf("%n%nThe same recording as a stereo pair, without a network:%n%n");
    PipelineOptions ofPair = pipeline.withModel(PipelineOptions.defaults().model());
    int stereo = replay(recording, PipelineKind.STEREO, "stereo", ofPair);
    terminal.printf("%nYour own recording:  ./fathom replay BAG --out DIR%n");
    return Math.max(mono, stereo);
  }

  private int replay(Path recording, PipelineKind kind, String name, PipelineOptions pipeline)
      throws Exception {
    ReplayOptions options =
        new ReplayOptions(
            List.of(recording),
            new OutputDirectory(out.resolve(name)),
            force,
            kind,
            ReplayOptions.NamedTopics.none(),
            0,
            Double.POSITIVE_INFINITY,
            true,
            WorldRecording.TRUTH_TOPIC,
            PREVIEWS,
            pipeline,
            Installation.models());
    return ReplayCommand.run(options, spec);
  }

  private static void unpack(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String name : RECORDING) {
      try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + name)) {
        if (in == null) {
          throw new IOException(
              "this build of Fathom lacks its demo recording (/demo/" + name + ")");
        }
        copy(in, directory.resolve(name));
      }
    }
  }

  private static void copy(InputStream in, Path file) throws IOException {
    try {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // That of a full disk does not say where.
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
