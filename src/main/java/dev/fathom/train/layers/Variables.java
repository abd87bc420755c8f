package dev.fathom.train.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReadVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * The named float variables of one graph: weights, running statistics and optimiser slots.
 *
 * <p>They are resource variables: an update and a read in one step are ordered, so that a training
 * repeats bit for bit. Threads: one owner at a time.
 */
public final class Variables {
  /** What a variable is for, which says who changes it. */
  public enum Kind {
    /** Changed by the optimiser. */
    TRAINED,
    /** Changed by the forward pass in training. */
    STATISTIC,
    /** The optimiser's own memory. */
    SLOT
  }

  /** The values a new variable starts with, as a function of its element count. */
  @FunctionalInterface
  public interface Initialiser {
    float[] values(int size, Random random);
  }

  /** One variable: its handle for updates and its value for everybody else. */
  public record Variable(
      String name,
      Kind kind,
      Shape shape,
      VarHandleOp handle,
      Operand<TFloat32> value,
      Placeholder<TFloat32> next,
      AssignVariableOp assign,
      Initialiser initialiser) {
    int size() {
      return Math.toIntExact(shape.size());
    }
  }

  private final Ops tf;
  private final Map<String, Variable> byName = new LinkedHashMap<>();

  public Variables(Ops tf) {
    this.tf = tf;
  }

  /** Every value the same. */
  public static Initialiser constant(float value) {
    return (size, random) -> {
      float[] values = new float[size];
      Arrays.fill(values, value);
      return values;
    };
  }

  /** Normal with the given standard deviation. */
  public static Initialiser normal(double deviation) {
    return (size, random) -> {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
      return values;
    };
  }

  /**
   * The variable of that name, made on the first request; later requests share it, so that one
   * network can be built twice in a graph on the same weights.
   */
  public Variable get(String name, Kind kind, Shape shape, Initialiser initialiser) {
    Variable known = byName.get(name);
    if (known == null) {
      known = create(name, kind, shape, initialiser);
      byName.put(name, known);
    } else if (!known.shape().equals(shape) || known.kind() != kind) {
      throw new IllegalArgumentException(
          "variable " + name + " is " + known.shape() + ", asked for " + shape);
    }
    return known;
  }

  private Variable create(String name, Kind kind, Shape shape, Initialiser initialiser) {
    VarHandleOp handle =
        VarHandleOp.create(
            tf.withName(name).scope(), TFloat32.class, shape, VarHandleOp.sharedName(name));
    Operand<TFloat32> value =
        ReadVariableOp.create(tf.withName(name + ".read").scope(), handle, TFloat32.class);
    Placeholder<TFloat32> next =
        Placeholder.create(
            tf.withName(name + ".next").scope(), TFloat32.class, Placeholder.shape(shape));
    AssignVariableOp assign =
        AssignVariableOp.create(tf.withName(name + ".assign").scope(), handle, next);
    return new Variable(name, kind, shape, handle, value, next, assign, initialiser);
  }

  public Collection<Variable> all() {
    return byName.values();
  }

  public List<Variable> trained() {
    return byName.values().stream().filter(v -> v.kind() == Kind.TRAINED).toList();
  }

  /** The trained variables whose name fits, to train a part of the network. */
  public List<Variable> trained(Predicate<String> names) {
    return trained().stream().filter(v -> names.test(v.name())).toList();
  }

  /** Number of trained values, as papers count a network's parameters. */
  public long parameterCount() {
    return trained().stream().mapToLong(v -> v.shape().size()).sum();
  }

  /** Gives every variable its first value; the same seed gives the same values. */
  public void initialise(Session session, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable variable : byName.values()) {
      Random random = new Random(seed * 1_000_003L + variable.name().hashCode());
      values.put(variable.name(), variable.initialiser().values(variable.size(), random));
    }
    restore(session, values);
  }

  /** The values of all variables, in the order they were made. */
  public Map<String, float[]> read(Session session) {
    List<Variable> variables = new ArrayList<>(byName.values());
    Session.Runner runner = session.runner();
    variables.forEach(v -> runner.fetch(v.value()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < variables.size(); i++) {
        float[] copy = new float[variables.get(i).size()];
        result.get(i).asRawTensor().data().asFloats().read(copy);
        values.put(variables.get(i).name(), copy);
      }
    }
    return values;
  }

  /** Sets every variable; values for other names are refused, and so are missing ones. */
  public void restore(Session session, Map<String, float[]> values) {
    for (String name : values.keySet()) {
      if (!byName.containsKey(name)) {
        throw new IllegalArgumentException("the network has no variable " + name);
      }
    }
    // One run for all: a run for each would optimise the graph as often.
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      for (Variable variable : byName.values()) {
        TFloat32 tensor = tensor(variable, values.get(variable.name()));
        tensors.add(tensor);
        runner.feed(variable.next(), tensor).addTarget(variable.assign());
      }
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  private static TFloat32 tensor(Variable variable, float @Nullable [] values) {
    if (values == null || values.length != variable.size()) {
      throw new IllegalArgumentException(
          "variable "
              + variable.name()
              + " needs "
              + variable.size()
              + " values, found "
              + (values == null ? "none" : values.length));
    }
    return TFloat32.tensorOf(NdArrays.wrap(variable.shape(), DataBuffers.of(values, true, false)));
  }
}
