package dev.fathom.cli;

import dev.fathom.node.NodeKind;
import dev.fathom.replay.PipelineKind;
import dev.fathom.train.layers.WeightFormat;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: picks the command, turns errors into one line and an exit code. */
@Command(
    name = "fathom",
    description = "Metric depth with an honest uncertainty from a robot's cameras.",
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      NodeCommand.class,
      DoctorCommand.class,
      BagCommand.class,
      ModelsCommand.class,
      TrainCommand.class,
      WorldCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:failure",
      "2:wrong usage: an unknown option, parameter or value",
      "3:finished, but some of the input could not be used"
    })
public final class Fathom {
  private Fathom() {}

  public static void main(String[] args) {
    takeErrorStream(System.getProperty("fathom.stderr"));
    CommandLine commandLine = commandLine();
    int code;
    try (UnpackWatch watch = UnpackWatch.start(commandLine.getErr())) {
      code = commandLine.execute(args);
      commandLine.getOut().flush();
      commandLine.getErr().flush();
    }
    System.exit(code);
  }

  /**
   * The launcher keeps TensorFlow's chatter off the terminal, and names the stream that Fathom's
   * own lines go to.
   */
  private static void takeErrorStream(@Nullable String path) {
    if (path == null) {
      return;
    }
    try {
      System.setErr(new PrintStream(new FileOutputStream(path), true, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      System.err.println("fathom: cannot write to " + path + ", standard error stays as it is");
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Fathom())
        .registerConverter(NodeKind.class, new ChoiceConverter<>(NodeKind.class))
        .registerConverter(PipelineKind.class, new ChoiceConverter<>(PipelineKind.class))
        .registerConverter(WeightFormat.class, new ChoiceConverter<>(WeightFormat.class))
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(ErrorLine::usage)
        .setExecutionExceptionHandler(ErrorLine::print);
  }
}
