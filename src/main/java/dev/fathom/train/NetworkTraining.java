package dev.fathom.train;

import dev.fathom.train.data.DerivedFields;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.layers.WeightFormat;
import dev.fathom.train.networks.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** A network trained, measured on held-out samples, and exported with its card. */
public final class NetworkTraining {
  /** Name of the exported model in the output folder. */
  public static final String MODEL = "saved_model";

  private NetworkTraining() {}

  /**
   * Trains and exports to {@code saved_model} in the output folder, with the curves beside it. A
   * resumed training that has nothing left to do is measured and exported again. Fields that can be
   * computed from the data's own are added to it.
   *
   * <p>Threads: the caller's, and one that asks {@code data} for samples.
   *
   * @param data to learn from
   * @param heldOut to be measured on
   */
  public static Trainer.Trained run(
      TrainingPlan asked, SampleSource data, SampleSource heldOut, ProgressListener listener)
      throws IOException {
    TrainingPlan plan = asked.resume() ? asked.begun() : asked;
    Network network = plan.network();
    Set<Field> wanted = fields(plan);
    Set<Field> judged = EnumSet.copyOf(wanted);
    judged.addAll(Judge.of(network).needs());
    SampleSource complete = DerivedFields.of(data, judged);
    Trainer.Trained trained = learn(plan, complete, DerivedFields.of(heldOut, judged), listener);
    ModelExport.write(
        plan.out().resolve(MODEL),
        network,
        trained.values(),
        TrainingCard.of(plan, network, complete, trained),
        WeightFormat.FLOAT32);
    return trained;
  }

  /** The fields that a sample must have for the plan's network to learn from it. */
  public static Set<Field> fields(TrainingPlan plan) {
    Network network = plan.network();
    Set<Field> fields = EnumSet.copyOf(network.inputs());
    fields.addAll(network.truth());
    return fields;
  }

  /** Where the curves of a training are drawn while it runs. */
  public static Path curves(TrainingPlan plan) {
    return plan.out().resolve(TrainingCurves.FOLDER);
  }

  private static Trainer.Trained learn(
      TrainingPlan plan, SampleSource data, SampleSource heldOut, ProgressListener listener)
      throws IOException {
    // The curves begin only when the trainer has agreed to: a folder in use keeps its own.
    Trainer.requireFolder(plan);
    Trainer.requireStart(plan);
    plan.write();
    try (TrainingCurves curves = TrainingCurves.of(plan, listener)) {
      return new Trainer(plan, data, heldOut, curves).run();
    }
  }
}
