package dev.fathom.train;

import dev.fathom.model.card.Output;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Signature;
import dev.fathom.train.report.HeldOutSheet;
import java.util.List;
import java.util.Set;

/** Measures a network on batches whose truth is known. Threads: one owner at a time. */
interface Judge {
  /** The fields it needs in a batch besides the network's own. */
  Set<Field> needs();

  /**
   * Measures.
   *
   * @param heldOut batches to measure on
   * @param seen batches of the training data, for the trivial answers
   */
  Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen);

  /**
   * What the network makes of the first samples of a batch, to be looked at; none where it predicts
   * no map.
   *
   * @param sigmaFactor what the predicted σ is multiplied by
   */
  default List<HeldOutSheet.Row> rows(TrainingGraph graph, Batch batch, double sigmaFactor) {
    return List.of();
  }

  /** The judge for what the network's main signature gives. */
  static Judge of(Network network) {
    Signature main = network.signatures().get(0);
    for (Output output : main.outputs()) {
      switch (output.getRole()) {
        case RELATIVE_DEPTH -> {
          return network.truth().contains(Field.ORDINAL_PAIRS)
              ? new OrderJudge(main, output)
              : new DepthJudge(main, output);
        }
        case DEPTH, LOG_DEPTH, INVERSE_DEPTH, DISPARITY -> {
          return main.inputs().contains(Field.SPARSE_DEPTH)
              ? new CompletionJudge(main, output)
              : new DepthJudge(main, output);
        }
        case PAIR_DISPARITY -> {
          return new PairJudge(main, output);
        }
        case POSE -> {
          return new MotionJudge(main, output);
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException(
        "network " + network.name() + " predicts nothing that can be judged");
  }
}
