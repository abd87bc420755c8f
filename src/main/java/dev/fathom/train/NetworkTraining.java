package dev.fathom.train;

import dev.fathom.train.networks.DepthScale;
import dev.fathom.train.networks.MonoNetwork;
import dev.fathom.train.networks.Networks;
import java.io.IOException;
import java.nio.file.Path;

/** A network by name: trained, measured on held-out scenes, and exported with its card. */
public final class NetworkTraining {
  /** Name of the exported model in the output folder. */
  public static final String MODEL = "saved_model";

  private NetworkTraining() {}

  /** Trains on the generated world and exports to {@code saved_model} in the output folder. */
  public static Trainer.Trained run(TrainOptions options, ProgressListener listener)
      throws IOException {
    return run(
        options, WorldData.training(options.seed()), WorldData.heldOut(options.seed()), listener);
  }

  /**
   * Trains on any data and exports to {@code saved_model} in the output folder. A resumed training
   * that has nothing left to do is measured and exported again.
   *
   * <p>Threads: the caller's, and one that asks {@code data} for samples.
   */
  public static Trainer.Trained run(
      TrainOptions options, TrainingData data, TrainingData heldOut, ProgressListener listener)
      throws IOException {
    MonoNetwork network = Networks.named(options.network());
    DepthScale scale = DepthScale.DEFAULT;
    Trainer.Trained trained = new Trainer(options, network, scale).run(data, heldOut, listener);
    Path folder = options.out().resolve(MODEL);
    ModelExport.write(
        folder,
        network,
        trained.values(),
        options.width() * options.height(),
        TrainingCard.of(options, network, scale, data, trained));
    return trained;
  }
}
