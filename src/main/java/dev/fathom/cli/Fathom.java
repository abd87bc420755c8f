package dev.fathom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: picks the command, turns errors into one line and an exit code. */
@Command(
    name = "fathom",
    description = "Metric depth with an honest uncertainty from a robot's cameras.",
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
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
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Fathom())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(ErrorLine::print);
  }
}
