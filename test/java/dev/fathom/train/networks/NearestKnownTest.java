package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;

class NearestKnownTest {
  private static final int WIDTH = 90;
  private static final int HEIGHT = 70;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.02, 0.3})
  void theSourceOfEveryPixelIsNearlyTheNearest(double share) {
    Random random = new Random(3);
    float[] known = new float[WIDTH * HEIGHT];
    float[] index = new float[known.length];
    for (int i = 0; i < known.length; i++) {
      known[i] = random.nextDouble() < share ? 1 : 0;
      // A value tells which pixel it comes from.
      index[i] = i + 1;
    }
    float[] filled = fill(index, known);
    int wrong = 0;
    for (int i = 0; i < filled.length; i++) {
      double best = nearest(known, i);
      if (best == Double.POSITIVE_INFINITY) {
        assertEquals(0, filled[i]);
        continue;
      }
      double found = distance(i, (int) filled[i] - 1);
      assertEquals(1, known[(int) filled[i] - 1]);
      assertTrue(found <= 1.5 * best + 1, found + " instead of " + best);
      wrong += found > best ? 1 : 0;
    }
    // Flooding passes over a few.
    assertTrue(wrong < 0.03 * filled.length, wrong + " of " + filled.length);
  }

  private static double nearest(float[] known, int from) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < known.length; i++) {
      if (known[i] == 1) {
        best = Math.min(best, distance(from, i));
      }
    }
    return best;
  }

  private static double distance(int a, int b) {
    return Math.hypot(a % WIDTH - b % WIDTH, a / WIDTH - b / WIDTH);
  }

  private static float[] fill(float[] values, float[] known) {
    Shape shape = Shape.of(1, HEIGHT, WIDTH, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var filled =
          NearestKnown.fill(
              tf,
              tf.constant(NdArrays.wrap(shape, DataBuffers.of(values, true, false))),
              tf.constant(NdArrays.wrap(shape, DataBuffers.of(known, true, false))));
      float[] out = new float[values.length];
      try (Result result = session.runner().fetch(filled).run()) {
        result.get(0).asRawTensor().data().asFloats().read(out);
      }
      return out;
    }
  }
}
