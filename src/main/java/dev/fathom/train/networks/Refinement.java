package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a network goes on learning in use: a gradient step on its own loss, which needs no truth. The
 * model must be loaded without bfloat16, in which a step makes NaN of the weights.
 *
 * @param inputs the fields that the loss needs
 * @param trained which variables change, by name
 */
public record Refinement(Set<Field> inputs, Predicate<String> trained) {
  /** The signature of one step: gives the loss before it. */
  public static final String STEP = "refine";

  /** The signature that undoes all steps. */
  public static final String RESET = "reset";

  public Refinement {
    inputs = Set.copyOf(inputs);
  }
}
