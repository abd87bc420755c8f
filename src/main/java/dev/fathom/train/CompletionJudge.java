package dev.fathom.train;

import dev.fathom.eval.CompletionErrors;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.networks.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges completed depth by the measures of the KITTI completion benchmark, beside filling from the
 * nearest measurement and from averages.
 *
 * <p>Pixels count whose true depth is known and within the network's range, measured ones included.
 */
final class CompletionJudge implements Judge {
  private final Output depth;
  private final OutputCode code;
  private final Optional<Output> logVariance;

  CompletionJudge(Signature signature, Output depth) {
    this.depth = depth;
    this.code = new OutputCode(depth);
    this.logVariance = signature.output(Role.LOG_VARIANCE);
  }

  @Override
  public Set<Field> needs() {
    return Set.of(Field.DEPTH, Field.SPARSE_DEPTH, Field.INTRINSICS);
  }

  @Override
  public Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen) {
    List<String> names = new ArrayList<>(List.of(depth.getTensor()));
    logVariance.ifPresent(output -> names.add(output.getTensor()));
    Table table = new Table();
    for (Batch batch : heldOut) {
      List<TrainingGraph.Predicted> predicted = graph.predict(batch, names);
      Planes numbers = Planes.of(predicted.get(0), batch);
      Planes variances = Planes.of(predicted.get(predicted.size() - 1), batch);
      for (int n = 0; n < batch.count(); n++) {
        table.addImage(batch, n, numbers, variances);
      }
    }
    return table.validation();
  }

  /** The rows while they are added up. */
  private final class Table {
    private final CompletionErrors.Accumulator network = new CompletionErrors.Accumulator();
    private final CompletionErrors.Accumulator nearest = new CompletionErrors.Accumulator();
    private final CompletionErrors.Accumulator pyramid = new CompletionErrors.Accumulator();
    private final Sureness sureness = new Sureness();
    private int images;

    void addImage(Batch batch, int n, Planes numbers, Planes variances) {
      int pixels = batch.width() * batch.height();
      float[] truth = part(batch.floats(Field.DEPTH), n, pixels);
      float[] sparse = part(batch.floats(Field.SPARSE_DEPTH), n, pixels);
      float[] near = SparseFill.nearest(sparse, batch.width());
      float[] averaged = SparseFill.pyramid(sparse, batch.width());
      double focal = batch.focal(n);
      for (int i = 0; i < pixels; i++) {
        double g = truth[i];
        if (!code.isWithinRange(g, focal)) {
          continue;
        }
        float number = numbers.at(n, i);
        // A number that means no depth counts as the far end, not as a gap.
        network.add(code.limited(code.metres(number, focal), focal), g);
        nearest.add(near[i], g);
        pyramid.add(averaged[i], g);
        if (logVariance.isPresent()) {
          sureness.add(images, number - code.number(g, focal), variances.at(n, i));
        }
      }
      network.endImage();
      nearest.endImage();
      pyramid.endImage();
      images++;
    }

    Validation validation() {
      Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
      rows.put(Validation.NETWORK, measures(network.mean()));
      rows.put("nearest fill", measures(nearest.mean()));
      rows.put("pyramid fill", measures(pyramid.mean()));
      return new Validation(
          rows,
          network.mean().maeMillimetres(),
          logVariance.isPresent() ? sureness.certainty() : Map.of());
    }
  }

  private static float[] part(float[] values, int n, int pixels) {
    return Arrays.copyOfRange(values, n * pixels, (n + 1) * pixels);
  }

  private static Map<String, Double> measures(CompletionErrors errors) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("rmse_mm", errors.rmseMillimetres());
    measures.put("mae_mm", errors.maeMillimetres());
    measures.put("irmse_per_km", errors.iRmsePerKilometre());
    measures.put("imae_per_km", errors.iMaePerKilometre());
    return measures;
  }
}
