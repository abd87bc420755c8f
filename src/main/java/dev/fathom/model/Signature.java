package dev.fathom.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A function that a SavedModel offers.
 *
 * @param name its name, as {@code serving_default}
 * @param method what kind of function its exporter says it is
 * @param inputs by key, in the order of the keys
 * @param outputs by key, in the order of the keys
 */
public record Signature(
    String name, String method, Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {
  public Signature {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
  }

  static Signature of(String name, SignatureDef proto) {
    return new Signature(
        name, proto.getMethodName(), specs(proto.getInputsMap()), specs(proto.getOutputsMap()));
  }

  private static Map<String, TensorSpec> specs(Map<String, TensorInfo> tensors) {
    Map<String, TensorSpec> specs = new TreeMap<>();
    tensors.forEach((key, info) -> specs.put(key, TensorSpec.of(key, info)));
    return specs;
  }
}
