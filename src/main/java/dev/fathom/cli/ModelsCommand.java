package dev.fathom.cli;

import dev.fathom.model.ModelEntry;
import dev.fathom.model.ModelInspection;
import dev.fathom.model.Models;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom models}: what SavedModels there are and what they mean. */
@Command(
    name = "models",
    description = "Lists, describes, inspects, measures and exports SavedModels.",
    subcommands = {BenchCommand.class, ExportCommand.class, TableCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "The models that come with Fathom, or those in DIR.",
      mixinStandardHelpOptions = true)
  int list(@Parameters(arity = "0..1", paramLabel = "DIR") @Nullable Path directory) {
    PrintWriter out = spec.commandLine().getOut();
    Path models = directory == null ? Installation.models() : directory;
    for (ModelEntry entry : Models.list(models)) {
      String what = entry.card() == null ? entry.reason() : entry.card().getSummary();
      out.printf("%-16s %s%n", entry.name(), what);
    }
    return ExitCode.SUCCESS;
  }

  @Command(
      name = "describe",
      description = "A model's signatures and its card.",
      mixinStandardHelpOptions = true)
  int describe(@Parameters(paramLabel = "MODEL", description = "Name or folder.") String model) {
    spec.commandLine().getOut().print(Models.describe(locate(model)));
    return ExitCode.SUCCESS;
  }

  @Command(
      name = "inspect",
      description = "A SavedModel's signatures, and a card to start from where it has none.",
      mixinStandardHelpOptions = true)
  int inspect(
      @Parameters(paramLabel = "MODEL", description = "Name or folder.") String model,
      @Option(
              names = "--write-card",
              paramLabel = "FILE",
              description =
                  "Write the starter card to FILE; Fathom looks for FOLDER.textproto beside the"
                      + " model's folder.")
          @Nullable Path card)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ModelInspection inspection = Models.inspect(locate(model));
    out.print(inspection.text());
    if (card == null) {
      out.printf("%n  A card to start from (--write-card FILE writes it):%n%n");
      out.print(inspection.starterText());
    } else if (Files.exists(card)) {
      throw new FileAlreadyExistsException(card.toString(), null, "exists, and is not overwritten");
    } else {
      Files.writeString(card, inspection.starterText());
      out.println("  starter card written to " + card);
    }
    return ExitCode.SUCCESS;
  }

  private static Path locate(String model) {
    return Models.locate(model, Installation.models());
  }
}
