package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class AdamTest {
  @Test
  void followsTheAlgorithmStepByStep() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variables.Variable x =
          variables.get("x", Variables.Kind.TRAINED, Shape.of(1), Variables.constant(2));
      // Loss x⁴ / 4, gradient x³
      Operand<TFloat32> fourth = tf.math.square(tf.math.square(x.value()));
      Operand<TFloat32> loss =
          tf.math.mul(tf.math.mean(fourth, tf.constant(0)), tf.constant(0.25f));
      Adam adam = new Adam(tf, variables, loss);
      try (Session session = new Session(graph)) {
        variables.initialise(session, 1);
        double expected = 2;
        double first = 0;
        double second = 0;
        for (int step = 0; step < 20; step++) {
          double gradient = expected * expected * expected;
          first = 0.9 * first + 0.1 * gradient;
          second = 0.999 * second + 0.001 * gradient * gradient;
          double unbiasedFirst = first / (1 - Math.pow(0.9, step + 1));
          double unbiasedSecond = second / (1 - Math.pow(0.999, step + 1));
          expected -= 0.05 * unbiasedFirst / (Math.sqrt(unbiasedSecond) + 1e-7);

          Session.Runner runner = session.runner();
          try (Adam.Feeds feeds = adam.feed(runner, step, 0.05)) {
            runner.run().close();
          }
          // Twenty steps of float32 rounding, and ε inside instead of outside the correction
          assertEquals(expected, only(variables.read(session)), 1e-4, "step " + step);
        }
      }
    }
  }

  @Test
  void whatRestedWakesWithMomentsAsIfItHadNot() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variables.Variable x =
          variables.get("x", Variables.Kind.TRAINED, Shape.of(1), Variables.constant(2));
      // The gradient is 3 everywhere: every step that is corrected for its bias is as long as the
      // rate.
      Operand<TFloat32> loss =
          tf.math.mul(tf.math.mean(x.value(), tf.constant(0)), tf.constant(3f));
      Adam adam =
          new Adam(tf, variables, loss, variables.trained(), Double.POSITIVE_INFINITY, name -> 0.5);
      try (Session session = new Session(graph)) {
        variables.initialise(session, 1);
        for (int step = 0; step < 40; step++) {
          double done = step / 40.0;
          Session.Runner runner = session.runner();
          try (Adam.Feeds feeds = adam.feed(runner, step, done, 0.05)) {
            runner.run().close();
          }
          double expected = 2 - 0.05 * Math.max(0, step - 19);
          assertEquals(expected, only(variables.read(session)), 1e-4, "step " + step);
        }
      }
    }
  }

  private static float only(Map<String, float[]> values) {
    return Objects.requireNonNull(values.get("x"))[0];
  }
}
