package dev.fathom.cli;

import dev.fathom.config.ParameterFile;
import dev.fathom.train.NetworkTraining;
import dev.fathom.train.TrainOptions;
import dev.fathom.train.Trainer;
import dev.fathom.train.TrainingData;
import dev.fathom.train.TrainingPlan;
import dev.fathom.train.data.DerivedFields;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.MotionPairs;
import dev.fathom.train.data.PicturePool;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.shards.ShardWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
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
  private static final int SHARDS = 10;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NETWORK", description = "A name such as unet_rt.")
  private String network = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where to; needed unless --write-shards is given.")
  private @Nullable Path out;

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description = {
        "What to learn from (default: world): world or world:SEED for generated scenes, a rosbag2"
            + " recording, a folder of shards, or a data set: NYU Depth v2, KITTI raw or stereo,"
            + " TUM RGB-D, DIW. Several are drawn from in turn. The last fifth of what is recorded"
            + " is held out.",
        "Topics of a recording are found, or named: BAG,image=/camera/image_raw,depth=none,step=2"
            + " (image, right, depth, lidar, odometry; step: frames between neighbours)."
      })
  private List<String> sources = List.of(TrainingData.WORLD);

  @Option(
      names = "--validate",
      paramLabel = "SOURCE",
      description = "What to be measured on instead, as --data names it; of what is recorded, all.")
  private List<String> others = List.of();

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
          "Learn from N pictures, made once and seen through many windows; otherwise every picture"
              + " is a new one.")
  private @Nullable Integer pictures;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Where those pictures are kept (default: pictures in the --out folder).")
  private @Nullable Path keep;

  @Option(
      names = "--write-shards",
      paramLabel = "DIR",
      description =
          "Instead of training, write --samples of the data to TFRecord shards in DIR, for --data"
              + " DIR.")
  private @Nullable Path shards;

  @Option(
      names = "--also",
      paramLabel = "NETWORK",
      description = "Write what this network needs, too: shards that serve several.")
  private List<String> also = List.of();

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many for --write-shards (default: ${DEFAULT-VALUE}).")
  private long samples = 10_000;

  @Option(
      names = "--sample-size",
      paramLabel = "WxH",
      description = "Their size (default: the network's training size).")
  private @Nullable String sampleSize;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "Begin with the weights of a SavedModel that Fathom exported in float32, such as"
              + " models/fathom_mono, or of another training's folder; names and shapes must fit.")
  private @Nullable Path from;

  @Option(names = "--resume", description = "Go on from the checkpoint in DIR.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    TrainingPlan plan = plan();
    Set<Field> fields = NetworkTraining.fields(plan);
    for (String other : also) {
      fields.addAll(NetworkTraining.fields(TrainingPlan.of(other, out())));
    }
    TrainingData data = TrainingData.open(sources, plan.options().seed(), fields);
    if (!others.isEmpty()) {
      data = data.measuredOn(others, plan.options().seed(), fields);
    }
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.println("  data: " + data.training().describe());
    if (shards != null) {
      write(plan.options(), data.training(), fields, shards);
      return ExitCode.SUCCESS;
    }
    terminal.println("  held out: " + data.heldOut().describe());
    terminal.println("  curves: " + NetworkTraining.curves(plan));
    terminal.flush();
    try (StopRequest stop = new StopRequest();
        TrainingProgress progress =
            new TrainingProgress(terminal, spec.commandLine().getErr(), stop)) {
      Trainer.Trained trained =
          NetworkTraining.run(plan, pool(data.training(), fields), data.heldOut(), progress);
      progress.end(trained);
    }
    return ExitCode.SUCCESS;
  }

  /** The fields that cannot be computed from others are enough. */
  private void write(TrainOptions options, SampleSource source, Set<Field> wanted, Path folder)
      throws IOException {
    Set<Field> fields = EnumSet.copyOf(wanted);
    SampleSource complete = DerivedFields.of(source, fields);
    int width = options.width();
    int height = options.height();
    if (sampleSize != null) {
      if (!sampleSize.matches("[1-9]\\d{0,4}x[1-9]\\d{0,4}")) {
        throw new IllegalArgumentException(
            "--sample-size must be like 160x120, found '" + sampleSize + "'");
      }
      String[] sides = sampleSize.split("x", 2);
      width = Integer.parseInt(sides[0]);
      height = Integer.parseInt(sides[1]);
    }
    try (StopRequest stop = new StopRequest();
        TerminalProgress progress =
            new TerminalProgress(spec.commandLine().getErr(), stop, "samples")) {
      ShardWriter.write(
          complete,
          fields,
          width,
          height,
          samples,
          (int) Math.min(SHARDS, samples),
          folder,
          written -> progress.frames(written, samples));
    }
  }

  private SampleSource pool(SampleSource source, Set<Field> fields) {
    if (pictures == null) {
      return source;
    }
    if (fields.contains(Field.PREVIOUS_FROM_IMAGE)) {
      return new MotionPairs(source, pictures);
    }
    Path folder = keep == null ? out().resolve("pictures") : keep;
    return fields.contains(Field.SPARSE_DEPTH)
        ? PicturePool.withSparseDepth(folder, source, pictures)
        : new PicturePool(folder, source, pictures);
  }

  /** The output folder; where only shards are written, nothing is written to it. */
  private Path out() {
    if (out != null) {
      return out;
    }
    if (shards != null) {
      return shards;
    }
    throw new IllegalArgumentException("--out DIR is missing: where the training goes");
  }

  private TrainingPlan plan() throws IOException {
    TrainingPlan plan = TrainingPlan.of(network, out());
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
    if (from != null) {
      if (resume) {
        throw new IllegalArgumentException("--resume goes on with what --from began: give one");
      }
      plan = plan.from(from);
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
}
