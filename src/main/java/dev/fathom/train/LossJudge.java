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
    double sum = 0;
    for (Batch batch : heldOut) {
      sum += graph.loss(batch);
    }
    double mean = sum / heldOut.size();
    return new Validation(Map.of(Validation.NETWORK, Map.of("loss", mean)), mean, Map.of());
  }
}
