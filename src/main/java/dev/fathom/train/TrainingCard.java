package dev.fathom.train;

import dev.fathom.eval.DepthErrors;
import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.Layout;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.model.card.TrainingRecord;
import dev.fathom.train.losses.CombinedLoss;
import dev.fathom.train.networks.DepthScale;
import dev.fathom.train.networks.MonoNetwork;
import java.util.Locale;
import org.tensorflow.TensorFlow;

/** The card of a network that was trained here. */
final class TrainingCard {
  private TrainingCard() {}

  static ModelCard of(
      TrainOptions options,
      MonoNetwork network,
      DepthScale scale,
      TrainingData data,
      Trainer.Trained trained) {
    return ModelCard.newBuilder()
        .setName(network.name())
        .setVersion("1")
        .setSummary(network.summary())
        .setTask(Task.MONO_DEPTH)
        .setImage(image(options, network))
        .addOutputs(depth(scale))
        .addOutputs(
            Output.newBuilder()
                .setTensor(ModelExport.LOG_VARIANCE)
                .setRole(Role.LOG_VARIANCE)
                .setSigmaFactor(trained.validation().sigmaFactor()))
        .setTraining(training(options, data, trained))
        .setLicence("Apache-2.0")
        .build();
  }

  private static ImageInput image(TrainOptions options, MonoNetwork network) {
    return ImageInput.newBuilder()
        .setTensor(ModelExport.IMAGE)
        .setLayout(Layout.NHWC)
        .setColourOrder(ColourOrder.RGB)
        .setElementType(ElementType.UINT8)
        .setResize(Resize.IN_GRAPH)
        .setWidth(options.width())
        .setHeight(options.height())
        .setMultipleOf(network.sideMultiple())
        .build();
  }

  /** ln z = p · ln(max / min) + ln min. */
  private static Output depth(DepthScale scale) {
    return Output.newBuilder()
        .setTensor(ModelExport.LOG_DEPTH)
        .setRole(Role.LOG_DEPTH)
        .setScale(scale.logRange())
        .setOffset(Math.log(scale.minMetres()))
        .setCanonicalFocalPx(scale.canonicalFocalPx())
        .setMinMetres(scale.minMetres())
        .setMaxMetres(scale.maxMetres())
        .build();
  }

  private static TrainingRecord training(
      TrainOptions options, TrainingData data, Trainer.Trained trained) {
    TrainingRecord.Builder record =
        TrainingRecord.newBuilder()
            .setData(data.describe())
            .setSeed(options.seed())
            .setSteps(trained.steps())
            .setSeconds(trained.seconds())
            .setParameters(trained.parameters())
            .putVersions("tensorflow", TensorFlow.version())
            .putVersions("java", Runtime.version().toString());
    addMetrics(record, trained.validation());
    CombinedLoss loss = CombinedLoss.DEFAULT;
    return record
        .putHyperparameters("optimiser", "Adam, warm-up then half a cosine")
        .putHyperparameters("learning_rate", Double.toString(options.learningRate()))
        .putHyperparameters("warm_up_steps", Long.toString(options.warmUpSteps()))
        .putHyperparameters(
            "batch_statistics_share", Double.toString(options.batchStatisticsShare()))
        .putHyperparameters("batch", Integer.toString(options.batch()))
        .putHyperparameters("bfloat16", Boolean.toString(options.mixedPrecision()))
        .putHyperparameters(
            "loss",
            String.format(
                Locale.ROOT,
                "alpha %s, beta %s, gamma %s, likelihood %s",
                loss.alpha(),
                loss.beta(),
                loss.gamma(),
                options.uncertaintyWeight()))
        .build();
  }

  private static void addMetrics(TrainingRecord.Builder record, Validation validation) {
    addErrors(record, "", validation.network());
    addErrors(record, "mean_depth_", validation.meanDepth());
    addErrors(record, "median_depth_", validation.medianDepth());
    record
        .putMetrics("negative_log_likelihood", validation.likelihood())
        .putMetrics("within_1_sigma_uncalibrated", validation.within1())
        .putMetrics("within_2_sigma_uncalibrated", validation.within2())
        .putMetrics("within_1_sigma", validation.calibratedWithin1())
        .putMetrics("within_2_sigma", validation.calibratedWithin2());
  }

  private static void addErrors(TrainingRecord.Builder record, String prefix, DepthErrors errors) {
    record
        .putMetrics(prefix + "abs_rel", errors.absRel())
        .putMetrics(prefix + "rmse_metres", errors.rmseMetres())
        .putMetrics(prefix + "delta1", errors.delta1());
  }
}
