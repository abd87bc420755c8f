package dev.fathom.cli;

import dev.fathom.eval.DepthErrors;
import dev.fathom.train.NetworkTraining;
import dev.fathom.train.ProgressListener;
import dev.fathom.train.TrainOptions;
import dev.fathom.train.Trainer;
import dev.fathom.train.Validation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom train}: trains a network on the generated world and exports it as a SavedModel. */
@Command(
    name = "train",
    description = {
      "Trains a network on the generated world; leaves a checkpoint and a SavedModel with its card in DIR.",
      "An interrupted training goes on with --resume, to the same bits where --steps ends it."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final long LINE_EVERY_STEPS = 100;
  private static final TrainOptions DEFAULTS = TrainOptions.defaults("", Path.of(""));

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NETWORK", description = "unet_rt")
  private String network = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "Where to.")
  private Path out = Path.of("");

  @Option(names = "--steps", description = "Last step (default: ${DEFAULT-VALUE}).")
  private long steps = DEFAULTS.steps();

  @Option(names = "--minutes", description = "Stop after this time even if steps are left.")
  private double minutes = DEFAULTS.budget().toMinutes();

  @Option(
      names = "--seed",
      description = "Of weights, scenes and augmentation (default: ${DEFAULT-VALUE}).")
  private long seed = DEFAULTS.seed();

  @Option(names = "--resume", description = "Go on from the checkpoint in DIR.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    TrainOptions options =
        TrainOptions.defaults(network, out)
            .beginning(seed, resume)
            .ending(steps, Duration.ofSeconds(Math.round(minutes * 60)));
    PrintWriter terminal = spec.commandLine().getOut();
    Trainer.Trained trained = NetworkTraining.run(options, new Lines(terminal));
    terminal.printf(
        Locale.ROOT,
        "  %d parameters, %d steps, %.0f s%n",
        trained.parameters(),
        trained.steps(),
        trained.seconds());
    return ExitCode.SUCCESS;
  }

  private static void print(PrintWriter terminal, Validation v) {
    terminal.printf("  %-24s%10s%10s%10s%n", "held-out scenes", "AbsRel", "RMSE m", "delta1");
    row(terminal, "network", v.network());
    row(terminal, "mean depth", v.meanDepth());
    row(terminal, "median depth", v.medianDepth());
    terminal.printf(
        Locale.ROOT,
        "  within 1 and 2 sigma: %.1f %% and %.1f %%; calibrated by %.2f: %.1f %% and %.1f %%%n",
        100 * v.within1(),
        100 * v.within2(),
        v.sigmaFactor(),
        100 * v.calibratedWithin1(),
        100 * v.calibratedWithin2());
    terminal.flush();
  }

  private static void row(PrintWriter terminal, String name, DepthErrors e) {
    terminal.printf(
        Locale.ROOT, "  %-24s%10.4f%10.3f%10.4f%n", name, e.absRel(), e.rmseMetres(), e.delta1());
  }

  /** A line every so many steps, with the time left. */
  private record Lines(PrintWriter terminal) implements ProgressListener {
    @Override
    public boolean stepped(
        long step, double progress, double loss, double learningRate, double seconds) {
      if (step % LINE_EVERY_STEPS == 0) {
        terminal.printf(
            Locale.ROOT,
            "  step %d, loss %.4f, learning rate %.2g, %.0f s, %.0f s left%n",
            step,
            loss,
            learningRate,
            seconds,
            seconds / progress - seconds);
        terminal.flush();
      }
      return true;
    }

    @Override
    public void validated(long step, Validation validation) {
      print(terminal, validation);
    }
  }
}
