package dev.fathom.cli;

import dev.fathom.config.ParameterFile;
import dev.fathom.train.NetworkTraining;
import dev.fathom.train.ProgressListener;
import dev.fathom.train.Trainer;
import dev.fathom.train.TrainingPlan;
import dev.fathom.train.Validation;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.MotionPairs;
import dev.fathom.train.data.PicturePool;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.networks.Networks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom train}: trains a network and exports it as a SavedModel. */
@Command(
    name = "train",
    description = {
      "Trains a network; leaves a checkpoint and a SavedModel with its card in DIR.",
      "An interrupted training goes on with --resume, to the same bits where --steps ends it."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final long LINE_EVERY_STEPS = 100;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NETWORK", description = "A name such as unet_rt.")
  private String network = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "Where to.")
  private Path out = Path.of("");

  @Option(
      names = "--params",
      paramLabel = "FILE",
      description = "YAML with hyperparameters, as config/train/NETWORK.yaml names them.")
  private @Nullable Path params;

  @Option(
      names = "-p",
      paramLabel = "NAME:=VALUE",
      description = "One hyperparameter, e.g. training.batch:=16.")
  private List<String> assignments = List.of();

  @Option(names = "--steps", description = "Last step.")
  private @Nullable Integer steps;

  @Option(names = "--minutes", description = "Stop after this time even if steps are left.")
  private @Nullable Double minutes;

  @Option(names = "--seed", description = "Of weights, scenes and augmentation.")
  private @Nullable Integer seed;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description =
          "Learn from N pictures, made once and seen through many windows (of ego-motion: N videos,"
              + " their frames in every order); otherwise every picture is a new one.")
  private @Nullable Integer pictures;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Where those pictures are kept (default: pictures in the --out folder).")
  private @Nullable Path keep;

  @Option(names = "--resume", description = "Go on from the checkpoint in DIR.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    TrainingPlan plan = plan();
    long worldSeed = plan.options().seed();
    PrintWriter terminal = spec.commandLine().getOut();
    Trainer.Trained trained =
        NetworkTraining.run(
            plan,
            data(WorldSource.training(worldSeed), plan.network().inputs()),
            WorldSource.heldOut(worldSeed),
            new Lines(terminal));
    terminal.printf(
        Locale.ROOT,
        "  %d parameters, %d steps, %.0f s%n",
        trained.parameters(),
        trained.steps(),
        trained.seconds());
    return ExitCode.SUCCESS;
  }

  private SampleSource data(SampleSource world, Set<Field> inputs) {
    if (pictures == null) {
      return world;
    }
    if (Networks.named(network).network().truth().contains(Field.PREVIOUS_FROM_IMAGE)) {
      return new MotionPairs(world, pictures);
    }
    Path folder = keep == null ? out.resolve("pictures") : keep;
    return inputs.contains(Field.SPARSE_DEPTH)
        ? PicturePool.withSparseDepth(folder, world, pictures)
        : new PicturePool(folder, world, pictures);
  }

  private TrainingPlan plan() throws IOException {
    TrainingPlan plan = TrainingPlan.of(network, out);
    if (params != null) {
      plan = plan.with(ParameterFile.plain(text(params), "parameter file " + params));
    }
    for (String assignment : assignments) {
      plan = plan.with(List.of(ParameterFile.assignment(assignment)));
    }
    Map<String, Object> options = new TreeMap<>();
    if (steps != null) {
      options.put("training.steps", steps);
    }
    if (minutes != null) {
      options.put("training.minutes", minutes);
    }
    if (seed != null) {
      options.put("training.seed", seed);
    }
    for (Map.Entry<String, Object> option : options.entrySet()) {
      plan = plan.with(option.getKey(), option.getValue());
    }
    return resume ? plan.resumed() : plan;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("parameter file " + file + " does not exist", e);
    }
  }

  private static void print(PrintWriter terminal, Validation v) {
    Set<String> columns = Set.of();
    for (Map.Entry<String, Map<String, Double>> row : v.rows().entrySet()) {
      Map<String, Double> measures = row.getValue();
      if (!measures.keySet().equals(columns)) {
        columns = measures.keySet();
        terminal.printf("  %-24s", "held-out samples");
        columns.forEach(name -> terminal.printf("%15s", name));
        terminal.println();
      }
      terminal.printf("  %-24s", row.getKey());
      measures.values().forEach(value -> terminal.printf(Locale.ROOT, "%15.4f", value));
      terminal.println();
    }
    if (!v.certainty().isEmpty()) {
      terminal.printf(
          Locale.ROOT,
          "  within 1 and 2 sigma: %.1f %% and %.1f %%; calibrated by %.2f: %.1f %% and %.1f %%%n",
          100 * v.certainty(Validation.WITHIN_1),
          100 * v.certainty(Validation.WITHIN_2),
          v.certainty(Validation.SIGMA_FACTOR),
          100 * v.certainty(Validation.CALIBRATED_WITHIN_1),
          100 * v.certainty(Validation.CALIBRATED_WITHIN_2));
    }
    terminal.flush();
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
