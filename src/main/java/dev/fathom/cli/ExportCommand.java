package dev.fathom.cli;

import dev.fathom.model.NetworkSize;
import dev.fathom.train.Exporter;
import dev.fathom.train.layers.WeightFormat;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom models export}: a finished training as a SavedModel of another size or format. */
@Command(
    name = "export",
    description = {
      "Exports a finished training once more: for another picture size or with smaller weights.",
      "Whether convolutions run in bfloat16 is not part of the file: it is chosen where it runs."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TRAINING", description = "The --out folder of a finished training.")
  private Path training = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "Where to; must not exist.")
  private Path out = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = BenchCommand.SizeConverter.class,
      description = "Size of the network's input (default: as trained).")
  private @Nullable NetworkSize size;

  @Option(
      names = "--weights",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private WeightFormat weights = WeightFormat.FLOAT32;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(out.toString(), null, "exists, and is not overwritten");
    }
    Exporter.export(training, size, weights, out);
    spec.commandLine()
        .getOut()
        .printf("  %s, %d kB%n", out, Files.size(out.resolve("saved_model.pb")) / 1000);
    return ExitCode.SUCCESS;
  }
}
