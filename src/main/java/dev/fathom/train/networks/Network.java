package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** A network that can be trained and exported: its graph, its loss, and what its numbers mean. */
public interface Network {
  /** The name it is asked for by. */
  String name();

  /** One sentence for its card. */
  String summary();

  /** Width and height of the pictures must be multiples of this. */
  int sideMultiple();

  /** What the graph is given in training. */
  Set<Field> inputs();

  /** What only the loss and the judgement are given. */
  Set<Field> truth();

  /** What it is used for once exported, the main signature first. */
  List<Signature> signatures();

  /**
   * Adds the network to a graph. In use, only the inputs of one signature may be there: what needs
   * others is left out ({@link SampleTensors#has}).
   */
  Predictions build(Layers layers, SampleTensors in);

  /**
   * The loss of a batch, a scalar in float64, which mixed precision leaves alone.
   *
   * @param sample inputs and truth
   * @param predictions what {@link #build} gave
   */
  Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions);

  /**
   * Parts that rest at the beginning: variables whose names begin so are first changed when this
   * share of the training is over.
   */
  default Map<String, Double> restingUntil() {
    return Map.of();
  }

  /** How it goes on learning in use, if it does; then it is exported with variables. */
  default Optional<Refinement> refinement() {
    return Optional.empty();
  }
}
