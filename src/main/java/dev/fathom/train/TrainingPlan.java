package dev.fathom.train;

import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained, how, and where to.
 *
 * @param entry the kind of network
 * @param parameters all hyperparameters: those of the training, and the network's own
 * @param out folder for the checkpoint and the exported model
 * @param resume whether to go on from the checkpoint in {@code out}
 * @param from folder of the SavedModel or the training whose weights it begins with; null: chance
 */
public record TrainingPlan(
    Networks.Entry entry, Parameters parameters, Path out, boolean resume, @Nullable Path from) {
  /** Name of the file with all hyperparameters in the output folder. */
  public static final String FILE = "hyperparameters.yaml";

  private static final String NAME = "name";
  private static final String FROM = "from";

  /** Every hyperparameter, as YAML names them. */
  public record Parameters(TrainOptions training, Record network) {}

  /**
   * The network of that name with its published hyperparameters, as far as {@code
   * config/train/NAME.yaml} gives them.
   */
  public static TrainingPlan of(String network, Path out) throws IOException {
    Networks.Entry entry = Networks.named(network);
    Parameters defaults = new Parameters(TrainOptions.DEFAULT, entry.defaults());
    TrainingPlan plan = new TrainingPlan(entry, defaults, out, false, null);
    String name = "/train/" + network + ".yaml";
    try (InputStream in = TrainingPlan.class.getResourceAsStream(name)) {
      if (in == null) {
        return plan;
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return plan.with(ParameterFile.plain(text, "config" + name));
    }
  }

  /** The plan that {@link #write} left in a training's folder. */
  public static TrainingPlan read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no training in " + folder + ": no " + FILE);
    }
    List<Setting> settings = ParameterFile.plain(Files.readString(file), file.toString());
    String network =
        settings.stream()
            .filter(setting -> setting.name().equals(NAME))
            .map(setting -> setting.value().toString())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(file + " does not say '" + NAME + ": …'"));
    TrainingPlan plan =
        of(network, folder)
            .with(
                settings.stream()
                    .filter(s -> !s.name().equals(NAME) && !s.name().equals(FROM))
                    .toList());
    for (Setting setting : settings) {
      plan = setting.name().equals(FROM) ? plan.from(Path.of(setting.value().toString())) : plan;
    }
    return plan;
  }

  /** Leaves every hyperparameter in the output folder, as {@value #FILE}. */
  void write() throws IOException {
    StringBuilder yaml = new StringBuilder(NAME + ": " + entry.name() + "\n");
    if (from != null) {
      yaml.append(FROM).append(": '").append(from.toString().replace("'", "''")).append("'\n");
    }
    RecordBinding.values(parameters)
        .forEach(
            (name, value) ->
                yaml.append(name)
                    .append(": ")
                    .append(value instanceof int[] list ? Arrays.toString(list) : value)
                    .append('\n'));
    Files.createDirectories(out);
    Files.writeString(out.resolve(FILE), yaml);
  }

  /** The same with settings such as {@code training.steps} or {@code network.first}. */
  public TrainingPlan with(List<Setting> settings) {
    return new TrainingPlan(entry, RecordBinding.bind(parameters, settings), out, resume, from);
  }

  /** The same with one setting. */
  public TrainingPlan with(String name, Object value) {
    return with(List.of(new Setting(name, value, name)));
  }

  /** The same, but going on from the checkpoint. */
  public TrainingPlan resumed() {
    return new TrainingPlan(entry, parameters, out, true, from);
  }

  /** The same, but beginning with the weights of a SavedModel or a training. */
  public TrainingPlan from(Path folder) {
    return new TrainingPlan(entry, parameters, out, resume, folder);
  }

  /** The same, with the beginning of the training that is gone on with. */
  TrainingPlan begun() throws IOException {
    if (!Files.exists(out.resolve(FILE))) {
      return this;
    }
    return new TrainingPlan(entry, parameters, out, resume, read(out).from());
  }

  public TrainOptions options() {
    return parameters.training();
  }

  public Network network() {
    Network network = entry.build().apply(parameters.network());
    int multiple = network.sideMultiple();
    if (options().width() % multiple != 0 || options().height() % multiple != 0) {
      throw new IllegalArgumentException(
          String.format(
              "training.width and training.height must be multiples of %d for %s, found %dx%d",
              multiple, entry.name(), options().width(), options().height()));
    }
    return network;
  }
}
