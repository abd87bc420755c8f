package dev.fathom.train.networks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** What a network predicts, by name: what is exported and what only its loss looks at. */
public final class Predictions {
  private final Map<String, Operand<TFloat32>> byName = new LinkedHashMap<>();

  /** Adds one; gives this. */
  public Predictions with(String name, Operand<TFloat32> prediction) {
    if (byName.putIfAbsent(name, prediction) != null) {
      throw new IllegalArgumentException("prediction " + name + " is there twice");
    }
    return this;
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  public Operand<TFloat32> get(String name) {
    Operand<TFloat32> prediction = byName.get(name);
    if (prediction == null) {
      throw new IllegalArgumentException(
          "no prediction is called " + name + "; there are " + byName.keySet());
    }
    return prediction;
  }

  /** In the precision of losses. */
  public Operand<TFloat64> exact(Ops tf, String name) {
    return tf.dtypes.cast(get(name), TFloat64.class);
  }
}
