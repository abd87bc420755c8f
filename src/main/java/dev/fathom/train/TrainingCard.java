package dev.fathom.train;

import dev.fathom.config.RecordBinding;
import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.InputRole;
import dev.fathom.model.card.Layout;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.OtherSignature;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.SideInput;
import dev.fathom.model.card.Task;
import dev.fathom.model.card.TrainingRecord;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Refinement;
import dev.fathom.train.networks.Signature;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.TensorFlow;

/** The card of a network that was trained here. */
final class TrainingCard {
  /** Stands before measures taken before the first step. */
  private static final String FIRST = "first_";

  private TrainingCard() {}

  static ModelCard of(
      TrainingPlan plan, Network network, SampleSource data, Trainer.Trained trained)
      throws IOException {
    List<Signature> signatures = network.signatures();
    Signature main = signatures.get(0);
    double sigmaFactor = trained.validation().certainty(Validation.SIGMA_FACTOR);
    ModelCard.Builder card =
        ModelCard.newBuilder()
            .setName(network.name())
            .setVersion("1")
            .setSummary(network.summary())
            .setTask(main.task())
            .setSignature(main.name().equals(Signature.MAIN) ? "" : main.name())
            .addAllInputs(sideInputs(main))
            .setTraining(training(plan, data, trained))
            .setLicence("Apache-2.0");
    if (main.inputs().contains(Field.IMAGE)) {
      card.setImage(image(plan.options(), network));
    }
    for (Output output : main.outputs()) {
      boolean calibrated = output.getRole() == Role.LOG_VARIANCE && Double.isFinite(sigmaFactor);
      card.addOutputs(calibrated ? output.toBuilder().setSigmaFactor(sigmaFactor).build() : output);
    }
    for (Signature other : signatures.subList(1, signatures.size())) {
      card.addOthers(
          OtherSignature.newBuilder()
              .setName(other.name())
              .setTask(other.task())
              .addAllInputs(sideInputs(other))
              .addAllOutputs(other.outputs()));
    }
    network.refinement().ifPresent(refinement -> addRefinement(card, refinement));
    return card.build();
  }

  private static void addRefinement(ModelCard.Builder card, Refinement refinement) {
    Output loss =
        Output.newBuilder().setTensor(RefinementExport.LOSS).setRole(Role.IGNORED).build();
    Signature step =
        new Signature(Refinement.STEP, Task.REFINEMENT, refinement.inputs(), List.of(loss));
    card.addOthers(
        OtherSignature.newBuilder()
            .setName(step.name())
            .setTask(step.task())
            .addAllInputs(sideInputs(step))
            .addInputs(
                SideInput.newBuilder()
                    .setTensor(RefinementExport.LEARNING_RATE)
                    .setRole(InputRole.LEARNING_RATE))
            .addAllOutputs(step.outputs()));
    card.addOthers(
        OtherSignature.newBuilder()
            .setName(Refinement.RESET)
            .setTask(Task.REFINEMENT)
            .addOutputs(
                Output.newBuilder().setTensor(RefinementExport.DONE).setRole(Role.IGNORED)));
  }

  private static ImageInput image(TrainOptions options, Network network) {
    return ImageInput.newBuilder()
        .setTensor(ModelExport.key(Field.IMAGE))
        .setLayout(Layout.NHWC)
        .setColourOrder(ColourOrder.RGB)
        .setElementType(ElementType.UINT8)
        .setResize(ModelExport.resizesInside(network) ? Resize.IN_GRAPH : Resize.FIT)
        .setWidth(options.width())
        .setHeight(options.height())
        .setMultipleOf(network.sideMultiple())
        .build();
  }

  private static List<SideInput> sideInputs(Signature signature) {
    return signature.inputs().stream()
        .filter(field -> field != Field.IMAGE)
        .sorted()
        .map(
            field ->
                SideInput.newBuilder()
                    .setTensor(ModelExport.key(field))
                    .setRole(role(field))
                    .build())
        .toList();
  }

  /** What a field is called on a card, where {@code DEPTH} is an output's role. */
  private static InputRole role(Field field) {
    return field == Field.DEPTH ? InputRole.IMAGE_DEPTH : InputRole.valueOf(field.name());
  }

  private static TrainingRecord training(
      TrainingPlan plan, SampleSource data, Trainer.Trained trained) throws IOException {
    TrainingRecord.Builder record =
        TrainingRecord.newBuilder()
            .setData(data.describe())
            .setSeed(plan.options().seed())
            .setSteps(trained.steps())
            .setSeconds(trained.seconds())
            .setParameters(trained.parameters())
            .putVersions("tensorflow", TensorFlow.version())
            .putVersions("java", Runtime.version().toString());
    if (plan.from() != null) {
      record.setFrom(StartingWeights.describe(plan.from()));
    }
    if (trained.first() != null) {
      trained.first().rows().forEach((row, measures) -> putMeasures(record, FIRST, row, measures));
      putLoss(record, FIRST, trained.first());
    }
    trained.validation().rows().forEach((row, measures) -> putMeasures(record, "", row, measures));
    putLoss(record, "", trained.validation());
    trained.validation().certainty().forEach(record::putMetrics);
    RecordBinding.values(plan.parameters())
        .forEach((name, value) -> record.putHyperparameters(name, text(value)));
    return record.build();
  }

  /** The network's own measures stand under their plain names. */
  private static void putMeasures(
      TrainingRecord.Builder record, String when, String row, Map<String, Double> measures) {
    boolean own = row.equals(Validation.NETWORK);
    if (when.equals(FIRST) && !own && !row.startsWith(Validation.NETWORK)) {
      // The trivial answers do not learn.
      return;
    }
    String prefix = own ? "" : row.replaceAll("[^A-Za-z0-9]+", "_") + "_";
    measures.forEach((name, value) -> record.putMetrics(when + prefix + name, value));
  }

  private static void putLoss(TrainingRecord.Builder record, String when, Validation validation) {
    if (Double.isFinite(validation.loss())) {
      record.putMetrics(when + "held_out_loss", validation.loss());
    }
  }

  private static String text(Object value) {
    return value instanceof int[] list ? Arrays.toString(list) : value.toString();
  }
}
