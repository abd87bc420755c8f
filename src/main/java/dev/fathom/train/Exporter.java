package dev.fathom.train;

import com.google.protobuf.TextFormat;
import dev.fathom.model.NetworkSize;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.layers.WeightFormat;
import dev.fathom.train.networks.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finished training exported once more: for another picture size, or with smaller weights. */
public final class Exporter {
  private Exporter() {}

  /**
   * Writes a SavedModel with its card.
   *
   * @param training output folder of a finished training
   * @param size of the network's input; null: as trained
   * @param format of the weights
   * @param folder made if it is not there
   */
  public static void export(
      Path training, @Nullable NetworkSize size, WeightFormat format, Path folder)
      throws IOException {
    TrainingPlan plan = TrainingPlan.read(training);
    Path cardFile = card(training);
    if (!Files.exists(cardFile)) {
      throw new IllegalArgumentException(
          "the training in " + training + " has not finished: go on with --resume");
    }
    ModelCard.Builder card = read(cardFile).toBuilder();
    Network network = plan.network();
    if (size != null) {
      requireMultiple(network, size);
      card.getImageBuilder().setWidth(size.width()).setHeight(size.height());
    }
    ModelExport.write(folder, network, kept(training), card.build(), format);
  }

  /** The values that a training kept: its best state where it looked for one. */
  static Map<String, float[]> kept(Path training) throws IOException {
    Path best = training.resolve(Trainer.BEST);
    if (Files.exists(best)) {
      Checkpoint checkpoint = Checkpoint.read(best);
      Path card = card(training);
      if (!Files.exists(card) || checkpoint.step() == read(card).getTraining().getSteps()) {
        return checkpoint.values();
      }
    }
    return Checkpoint.read(training.resolve(Trainer.CHECKPOINT)).values();
  }

  private static Path card(Path training) {
    return training.resolve(NetworkTraining.MODEL).resolve("assets.extra/model_card.textproto");
  }

  private static ModelCard read(Path card) throws IOException {
    return TextFormat.parse(Files.readString(card), ModelCard.class);
  }

  private static void requireMultiple(Network network, NetworkSize size) {
    int multiple = network.sideMultiple();
    if (size.width() % multiple != 0 || size.height() % multiple != 0) {
      throw new IllegalArgumentException(
          String.format(
              "sides must be multiples of %d for %s, found %dx%d",
              multiple, network.name(), size.width(), size.height()));
    }
  }
}
