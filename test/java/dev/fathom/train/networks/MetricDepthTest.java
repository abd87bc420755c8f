package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fathom.train.data.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class MetricDepthTest {
  @Test
  void thePredictionMeetsTheTruthOfTheNearestPixelAtTheCanonicalFocalLength() {
    // Focal length 50 on a canonical 100: depths count twice. The output is half the picture's
    // sides; nearest pixels with centres in place are those right below the middle: (1, 1), (1, 3).
    float nan = Float.NaN;
    float[] depth = {
      9, 9, 9, 9, //
      9, 3, 9, nan, //
      9, 9, 9, 9, //
      9, 41, 9, 5,
    };
    // 3 m is 6 at the canonical focal length, 5 m is 10, 41 m is 82 and beyond the scale.
    double loss = loss(depth, new float[] {4, 7, 8, 9}, new float[4], (tf, p, t) -> sum(tf, p, t));
    double likelihood = 0.5 * ((6 - 4) * (6 - 4) + (10 - 9) * (10 - 9)) / 2;
    assertEquals((6 - 4) + (10 - 9) + 0.2 * likelihood, loss, 1e-9);
  }

  /** Sum of truth − predicted where the truth is a number. */
  private static Operand<TFloat64> sum(
      Ops tf, Operand<TFloat64> predicted, Operand<TFloat64> truth) {
    Operand<TFloat64> error =
        tf.select(tf.math.isNan(truth), tf.zerosLike(truth), tf.math.sub(truth, predicted));
    return tf.sum(error, tf.constant(new int[] {0, 1, 2, 3}));
  }

  private static double loss(
      float[] depth, float[] predicted, float[] logVariance, MetricDepth.Loss depthLoss) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      SampleTensors sample =
          new SampleTensors(
              tf,
              Map.of(
                  Field.DEPTH,
                  constant(tf, depth, 1, 4, 4, 1),
                  Field.INTRINSICS,
                  constant(tf, new float[] {50, 50, 2, 2}, 1, 4)),
              null);
      Predictions predictions =
          new Predictions()
              .with(MetricDepth.DEPTH, constant(tf, predicted, 1, 2, 2))
              .with(MetricDepth.LOG_VARIANCE, constant(tf, logVariance, 1, 2, 2));
      Operand<TFloat64> loss = MetricDepth.loss(tf, sample, predictions, depthLoss);
      try (Result result = session.runner().fetch(loss).run()) {
        return ((TFloat64) result.get(0)).getDouble();
      }
    }
  }

  private static Operand<TFloat32> constant(Ops tf, float[] values, long... shape) {
    return tf.reshape(tf.constant(values), tf.constant(Shape.of(shape)));
  }
}
