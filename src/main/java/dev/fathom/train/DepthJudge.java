package dev.fathom.train;

import dev.fathom.eval.DepthErrors;
import dev.fathom.image.FloatImage;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.networks.Signature;
import dev.fathom.train.report.HeldOutSheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges depth: the usual errors beside those of answering the training data's mean or median depth
 * everywhere, and of a flat picture that is scaled like the network's.
 *
 * <p>Pixels count whose true depth is known and within the network's range. A prediction of another
 * size is resized as the network gave it, then decoded. Scaled, pixels count whose truth is nearer
 * than {@value #CAP_METRES} m, and predictions are limited to that.
 *
 * <p>Source of the order (scale, then limit) and of the cap: the protocol of Eigen et al. 2014.
 */
final class DepthJudge implements Judge {
  private static final double CAP_METRES = 80;
  private static final double LEAST_METRES = 1e-3;

  private final Output depth;
  private final OutputCode code;
  private final Optional<Output> logVariance;

  DepthJudge(Signature signature, Output depth) {
    this.depth = depth;
    this.code = new OutputCode(depth);
    this.logVariance = signature.output(Role.LOG_VARIANCE);
  }

  @Override
  public Set<Field> needs() {
    return Set.of(Field.DEPTH, Field.INTRINSICS);
  }

  private List<String> predictions() {
    List<String> names = new ArrayList<>(List.of(depth.getTensor()));
    logVariance.ifPresent(output -> names.add(output.getTensor()));
    return names;
  }

  @Override
  public Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen) {
    Table table = new Table(seen);
    for (Batch batch : heldOut) {
      List<TrainingGraph.Predicted> predicted = graph.predict(batch, predictions());
      Planes numbers = Planes.of(predicted.get(0), batch);
      Planes variances = Planes.of(predicted.get(predicted.size() - 1), batch);
      for (int n = 0; n < batch.count(); n++) {
        table.addImage(batch, n, numbers, variances);
      }
    }
    return table.validation();
  }

  @Override
  public List<HeldOutSheet.Row> rows(TrainingGraph graph, Batch batch, double sigmaFactor) {
    List<TrainingGraph.Predicted> predicted = graph.predict(batch, predictions());
    Planes numbers = Planes.of(predicted.get(0), batch);
    Planes variances = Planes.of(predicted.get(predicted.size() - 1), batch);
    List<HeldOutSheet.Row> rows = new ArrayList<>();
    for (int n = 0; n < batch.count(); n++) {
      double focal = batch.focal(n);
      FloatImage metres = new FloatImage().reshape(batch.width(), batch.height());
      FloatImage sigma = new FloatImage().reshape(batch.width(), batch.height());
      for (int i = 0; i < metres.size(); i++) {
        double number = numbers.at(n, i);
        double deviation = sigmaFactor * Math.exp(0.5 * variances.at(n, i));
        metres.data()[i] = (float) code.limited(code.metres(number, focal), focal);
        double above = code.metres(number + deviation, focal);
        double below = code.metres(number - deviation, focal);
        sigma.data()[i] =
            logVariance.isPresent() ? (float) (Math.abs(above - below) / 2) : Float.NaN;
      }
      rows.add(
          new HeldOutSheet.Row(
              batch.picture(Field.IMAGE, n), batch.map(Field.DEPTH, n), metres, sigma));
    }
    return rows;
  }

  /** The rows while they are added up. */
  private final class Table {
    private final DepthErrors.Accumulator network = new DepthErrors.Accumulator();
    private final DepthErrors.Accumulator scaled = new DepthErrors.Accumulator();
    private final DepthErrors.Accumulator flat = new DepthErrors.Accumulator();
    private final DepthErrors.Accumulator mean = new DepthErrors.Accumulator();
    private final DepthErrors.Accumulator median = new DepthErrors.Accumulator();
    private final Sureness sureness = new Sureness();
    private final double meanCanonical;
    private final double medianCanonical;
    private int images;

    Table(List<Batch> seen) {
      Floats canonical = new Floats();
      for (Batch batch : seen) {
        float[] truth = batch.has(Field.DEPTH) ? batch.floats(Field.DEPTH) : new float[0];
        int pixels = batch.width() * batch.height();
        for (int i = 0; i < truth.length; i++) {
          double focal = batch.focal(i / pixels);
          if (code.isWithinRange(truth[i], focal)) {
            canonical.add((float) (truth[i] / focal));
          }
        }
      }
      float[] sorted = canonical.sorted();
      double sum = 0;
      for (float value : sorted) {
        sum += value;
      }
      meanCanonical = sum / sorted.length;
      medianCanonical = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    void addImage(Batch batch, int n, Planes numbers, Planes variances) {
      float[] truth = batch.floats(Field.DEPTH);
      int pixels = batch.width() * batch.height();
      double focal = batch.focal(n);
      Floats metres = new Floats();
      Floats truths = new Floats();
      for (int i = 0; i < pixels; i++) {
        double g = truth[n * pixels + i];
        if (!code.isWithinRange(g, focal)) {
          continue;
        }
        float number = numbers.at(n, i);
        double p = code.limited(code.metres(number, focal), focal);
        metres.add((float) p);
        truths.add((float) g);
        network.add(p, g);
        mean.add(meanCanonical * focal, g);
        median.add(medianCanonical * focal, g);
        if (logVariance.isPresent()) {
          sureness.add(images, number - code.number(g, focal), variances.at(n, i));
        }
      }
      addScaled(metres, truths);
      network.endImage();
      mean.endImage();
      median.endImage();
      images++;
    }

    private void addScaled(Floats metres, Floats truths) {
      float[] p = metres.toArray();
      float[] g = truths.toArray();
      double middle = median(g);
      double scale = middle / median(p);
      for (int i = 0; i < p.length; i++) {
        if (g[i] < CAP_METRES) {
          scaled.add(Math.max(LEAST_METRES, Math.min(CAP_METRES, p[i] * scale)), g[i]);
          flat.add(Math.min(middle, CAP_METRES), g[i]);
        }
      }
      scaled.endImage();
      flat.endImage();
    }

    Validation validation() {
      Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
      if (code.isMetric()) {
        rows.put(Validation.NETWORK, measures(network));
      }
      rows.put(Validation.MEDIAN_SCALED, measures(scaled));
      rows.put(Validation.FLAT_SCALED, measures(flat));
      rows.put("mean depth", measures(mean));
      rows.put("median depth", measures(median));
      DepthErrors judged = code.isMetric() ? network.mean() : scaled.mean();
      return new Validation(
          rows, judged.absRel(), logVariance.isPresent() ? sureness.certainty() : Map.of());
    }
  }

  private static Map<String, Double> measures(DepthErrors.Accumulator accumulator) {
    DepthErrors errors = accumulator.mean();
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("abs_rel", errors.absRel());
    measures.put("rmse_metres", errors.rmseMetres());
    measures.put("delta1", errors.delta1());
    return measures;
  }

  private static double median(float[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
