package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.layers.Variables.Kind;
import dev.fathom.train.layers.Variables.Variable;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Two variables, a of two values and b of one; the loss is 3 a₀ + 4 a₁ + 12 b. */
class LossGradientsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Variables variables = new Variables(tf);
  private final Variable a =
      variables.get("encoder.a", Kind.TRAINED, Shape.of(2), Variables.constant(1));
  private final Variable b =
      variables.get("decoder.b", Kind.TRAINED, Shape.of(1), Variables.constant(1));

  @AfterEach
  void close() {
    graph.close();
  }

  private Operand<TFloat32> loss() {
    Operand<TFloat32> first = tf.math.mul(a.value(), tf.constant(new float[] {3, 4}));
    Operand<TFloat32> second = tf.math.mul(b.value(), tf.constant(12f));
    return tf.reduceSum(tf.concat(List.of(first, second), tf.constant(0)), tf.constant(0));
  }

  @Test
  void descentFollowsTheGradient() {
    try (Session session = new Session(graph)) {
      step(session, new Sgd(tf, loss(), variables.trained(), Double.POSITIVE_INFINITY));
      assertArrayEquals(new float[] {1 - 0.3f, 1 - 0.4f}, read(session, "encoder.a"), 1e-6f);
      assertArrayEquals(new float[] {1 - 1.2f}, read(session, "decoder.b"), 1e-6f);
    }
  }

  @Test
  void longGradientsAreShortenedTogetherAndShortOnesKept() {
    // The joint length is √(3² + 4² + 12²) = 13; to 6.5 every part is halved.
    try (Session session = new Session(graph)) {
      step(session, new Sgd(tf, loss(), variables.trained(), 6.5));
      assertArrayEquals(new float[] {1 - 0.15f, 1 - 0.2f}, read(session, "encoder.a"), 1e-6f);
      assertArrayEquals(new float[] {1 - 0.6f}, read(session, "decoder.b"), 1e-6f);
      step(session, new Sgd(tf, loss(), variables.trained(), 13.1));
      assertArrayEquals(new float[] {1 - 1.2f}, read(session, "decoder.b"), 1e-6f);
    }
  }

  @Test
  void aPartCanBeTrainedAlone() {
    try (Session session = new Session(graph)) {
      List<Variable> decoder = variables.trained(name -> name.startsWith("decoder."));
      assertEquals(List.of(b), decoder);
      Adam adam = new Adam(tf, variables, loss(), decoder, 1, name -> 0);
      variables.initialise(session, 1);
      Session.Runner runner = session.runner();
      try (Adam.Feeds feeds = adam.feed(runner, 0, 0.1)) {
        runner.run().close();
      }
      assertArrayEquals(new float[] {1, 1}, read(session, "encoder.a"));
      // Adam's first step is the learning rate, however long the gradient.
      assertArrayEquals(new float[] {0.9f}, read(session, "decoder.b"), 1e-5f);
    }
  }

  @Test
  void variablesThatTheLossDoesNotUseAreNamed() {
    variables.get("decoder.idle", Kind.TRAINED, Shape.of(1), Variables.constant(1));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new Adam(tf, variables, loss()));
    assertEquals("the loss does not depend on [decoder.idle]", refusal.getMessage());
  }

  @Test
  void variablesWhoseGradientIsStoppedAreNamed() {
    Operand<TFloat32> stopped =
        tf.math.add(loss(), tf.reduceSum(tf.stopGradient(a.value()), tf.constant(0)));
    new Adam(tf, variables, stopped);
    Variable c = variables.get("c", Kind.TRAINED, Shape.of(1), Variables.constant(1));
    Operand<TFloat32> onlyStopped =
        tf.math.add(loss(), tf.reduceSum(tf.stopGradient(c.value()), tf.constant(0)));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new Adam(tf, variables, onlyStopped));
    assertTrue(refusal.getMessage().endsWith("variable c"), refusal.getMessage());
  }

  @Test
  void nothingToTrainAndNoLengthAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Sgd(tf, loss(), List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(tf, loss(), variables.trained(), 0));
  }

  private void step(Session session, Sgd sgd) {
    variables.initialise(session, 1);
    Session.Runner runner = session.runner();
    for (Op update : sgd.updates()) {
      runner.addTarget(update);
    }
    try (TFloat32 rate = TFloat32.scalarOf(0.1f)) {
      runner.feed(sgd.learningRate(), rate).run().close();
    }
  }

  private float[] read(Session session, String name) {
    return Objects.requireNonNull(variables.read(session).get(name));
  }
}
