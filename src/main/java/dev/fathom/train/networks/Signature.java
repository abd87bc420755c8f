package dev.fathom.train.networks;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way to use an exported network.
 *
 * @param name of the signature in the SavedModel
 * @param task what it is for
 * @param inputs fields it takes; each becomes an input named like the field in lower case
 * @param outputs the predictions it gives, each under its key ({@link Output#getTensor}), with what
 *     their numbers mean
 */
public record Signature(String name, Task task, Set<Field> inputs, List<Output> outputs) {
  /** The signature that TensorFlow Serving and our pipelines look for first. */
  public static final String MAIN = "serving_default";

  public Signature {
    inputs = Set.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("signature " + name + " has no inputs or no outputs");
    }
  }

  /** The first output of one of these roles. */
  public Optional<Output> output(Role... roles) {
    return outputs.stream().filter(o -> List.of(roles).contains(o.getRole())).findFirst();
  }
}
