package dev.fathom.train;

import dev.fathom.eval.StereoErrors;
import dev.fathom.eval.StereoProtocol;
import dev.fathom.image.FloatImage;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.networks.Signature;
import dev.fathom.train.report.HeldOutSheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the disparity of pairs over all pixels with truth, occluded ones included; beside it the
 * answer that every pixel has the training data's mean disparity.
 *
 * <p>A prediction of another size is resized and its disparities with it.
 */
final class PairJudge implements Judge {
  private final Output disparity;
  private final Optional<Output> logVariance;

  PairJudge(Signature signature, Output disparity) {
    this.disparity = disparity;
    this.logVariance = signature.output(Role.LOG_VARIANCE);
  }

  @Override
  public Set<Field> needs() {
    // The picture is for the sheet alone.
    return Set.of(Field.DISPARITY, Field.IMAGE);
  }

  @Override
  public Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen) {
    List<String> names = new ArrayList<>(List.of(disparity.getTensor()));
    logVariance.ifPresent(output -> names.add(output.getTensor()));
    StereoProtocol protocol = StereoProtocol.of(StereoProtocol.Region.ALL);
    StereoErrors.Accumulator network = new StereoErrors.Accumulator(protocol);
    StereoErrors.Accumulator trivial = new StereoErrors.Accumulator(protocol);
    Sureness sureness = new Sureness();
    double mean = mean(seen);
    int images = 0;
    for (Batch batch : heldOut) {
      List<TrainingGraph.Predicted> predicted = graph.predict(batch, names);
      double factor = batch.width() / (double) predicted.get(0).shape().get(2);
      Planes numbers = Planes.of(predicted.get(0), batch);
      Planes variances = Planes.of(predicted.get(predicted.size() - 1), batch);
      float[] truth = batch.floats(Field.DISPARITY);
      int pixels = batch.width() * batch.height();
      for (int n = 0; n < batch.count(); n++, images++) {
        for (int i = 0; i < pixels; i++) {
          float d = truth[n * pixels + i];
          if (!Float.isFinite(d)) {
            continue;
          }
          network.add(factor * numbers.at(n, i), d);
          trivial.add(mean, d);
          sureness.add(images, numbers.at(n, i) - d / factor, variances.at(n, i));
        }
        network.endImage();
        trivial.endImage();
      }
    }
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    rows.put(Validation.NETWORK, measures(network.mean()));
    rows.put("mean disparity", measures(trivial.mean()));
    return new Validation(
        rows,
        network.mean().epePixels(),
        logVariance.isPresent() ? sureness.certainty() : Map.of());
  }

  @Override
  public List<HeldOutSheet.Row> rows(TrainingGraph graph, Batch batch, double sigmaFactor) {
    List<String> names = new ArrayList<>(List.of(disparity.getTensor()));
    logVariance.ifPresent(output -> names.add(output.getTensor()));
    List<TrainingGraph.Predicted> predicted = graph.predict(batch, names);
    float factor = batch.width() / (float) predicted.get(0).shape().get(2);
    Planes numbers = Planes.of(predicted.get(0), batch);
    Planes variances = Planes.of(predicted.get(predicted.size() - 1), batch);
    List<HeldOutSheet.Row> rows = new ArrayList<>();
    for (int n = 0; n < batch.count(); n++) {
      FloatImage pixels = new FloatImage().reshape(batch.width(), batch.height());
      FloatImage sigma = new FloatImage().reshape(batch.width(), batch.height());
      for (int i = 0; i < pixels.size(); i++) {
        pixels.data()[i] = factor * numbers.at(n, i);
        sigma.data()[i] =
            logVariance.isPresent()
                ? (float) (factor * sigmaFactor * Math.exp(0.5 * variances.at(n, i)))
                : Float.NaN;
      }
      rows.add(
          new HeldOutSheet.Row(
              batch.picture(Field.IMAGE, n), batch.map(Field.DISPARITY, n), pixels, sigma));
    }
    return rows;
  }

  private static double mean(List<Batch> seen) {
    double sum = 0;
    long known = 0;
    for (Batch batch : seen) {
      for (float d : batch.has(Field.DISPARITY) ? batch.floats(Field.DISPARITY) : new float[0]) {
        if (Float.isFinite(d)) {
          sum += d;
          known++;
        }
      }
    }
    return sum / known;
  }

  private static Map<String, Double> measures(StereoErrors errors) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("epe_px", errors.epePixels());
    measures.put("bad1", errors.bad(1));
    measures.put("bad2", errors.bad(2));
    measures.put("d1", errors.d1());
    return measures;
  }
}
