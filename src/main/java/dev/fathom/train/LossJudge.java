package dev.fathom.train;

import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges a network by its own loss, where no truth is known. */
final class LossJudge implements Judge {
  @Override
  public Set<Field> needs() {
    return Set.of();
  }

  @Override
  public Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen) {
    double mean = mean(graph, heldOut);
    return new Validation(Map.of(Validation.NETWORK, Map.of("loss", mean)), mean, Map.of());
  }

  /** The mean loss of the batches as at the end of a training. */
  static double mean(TrainingGraph graph, List<Batch> batches) {
    double sum = 0;
    for (Batch batch : batches) {
      sum += graph.loss(batch);
    }
    return sum / batches.size();
  }
}
