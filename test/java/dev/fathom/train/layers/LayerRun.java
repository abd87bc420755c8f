package dev.fathom.train.layers;

import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Runs layers without weights once, on a picture whose sides are unknown while it is built. */
final class LayerRun {
  /** What came out. */
  static final class Output {
    private final Shape shape;
    private final float[] values;

    private Output(Shape shape, float[] values) {
      this.shape = shape;
      this.values = values;
    }

    Shape shape() {
      return shape;
    }

    float[] values() {
      return values;
    }
  }

  private LayerRun() {}

  static float[] values(
      Shape shape, float[] x, BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> layers) {
    return of(shape, x, layers).values();
  }

  static Output of(
      Shape shape, float[] x, BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> layers) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> input =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, shape.get(3))));
      Operand<TFloat32> output = layers.apply(new FrozenLayers(tf, Map.of()), input);
      try (Session session = new Session(graph);
          TFloat32 fed =
              Tensor.of(TFloat32.class, shape, t -> t.asRawTensor().data().asFloats().write(x));
          Result result = session.runner().feed(input, fed).fetch(output).run()) {
        float[] values = new float[(int) result.get(0).shape().size()];
        result.get(0).asRawTensor().data().asFloats().read(values);
        return new Output(result.get(0).shape(), values);
      }
    }
  }

  static float[] random(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
