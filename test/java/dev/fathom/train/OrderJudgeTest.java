package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.networks.Networks;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderJudgeTest {
  @Test
  void countsPairsInTheWrongOrderAndTheErrorOfTheShape() {
    OrderJudge.Row row = new OrderJudge.Row();
    // In order, in order from the other side, as far but told otherwise, as far and told so.
    Batch batch =
        batch(
            new float[] {2, 3, 3, 6},
            new float[] {0, 0, 1, 1, 1}, // 1 before 4
            new float[] {1, 1, 0, 0, -1}, // 4 and 1 again
            new float[] {1, 0, 0, 1, 0}, // 2 and 2.5: wrong
            new float[] {1, 0, 1, 0, 0}); // one pixel with itself
    row.addImage(batch, 0, new float[] {1, 2, 2.5f, 4});
    Map<String, Double> measures = row.measures();
    assertEquals(1 / 4.0, measures.get("wkdr"), 1e-12);
    assertEquals(1 / 2.0, measures.get("wkdr_equal"), 1e-12);
    assertEquals(0, measures.get("wkdr_unequal"), 1e-12);
    assertEquals(1, measures.get("accuracy"), 1e-12);
    // Predicted 0, 1/3, 1/2, 1; true 0, 1/4, 1/4, 1
    double expected = (Math.pow(1 / 3.0 - 0.25, 2) + 0.25 * 0.25) / 4;
    assertEquals(expected, measures.get("normalised_mse"), 1e-7);
  }

  @Test
  void theOrderDoesNotChangeWithAFactorAndTurnsWithTheSign() {
    Batch batch =
        batch(
            new float[] {2, 3, 3, 6},
            new float[] {0, 0, 1, 1, 1},
            new float[] {0, 0, 1, 0, 1},
            new float[] {1, 1, 0, 1, -1});
    assertEquals(1, accuracy(batch, new float[] {1, 2, 3, 4}));
    assertEquals(1, accuracy(batch, new float[] {10, 20, 30, 40}));
    assertEquals(0, accuracy(batch, new float[] {4, 3, 2, 1}));
  }

  @Test
  void judgesTheNetworksThatLearnTheOrder() {
    for (String name : new String[] {"unetpp", "lraspp"}) {
      assertInstanceOf(OrderJudge.class, Judge.of(Networks.named(name).network()));
    }
    assertInstanceOf(DepthJudge.class, Judge.of(Networks.named("mannequin").network()));
  }

  private static double accuracy(Batch batch, float[] predicted) {
    OrderJudge.Row row = new OrderJudge.Row();
    row.addImage(batch, 0, predicted);
    return row.measures().getOrDefault("accuracy", Double.NaN);
  }

  private static Batch batch(float[] depth, float[]... pairs) {
    float[] all = new float[Field.ORDINAL_PAIRS.channels()];
    Arrays.fill(all, Float.NaN);
    for (int i = 0; i < pairs.length; i++) {
      System.arraycopy(pairs[i], 0, all, i * pairs[i].length, pairs[i].length);
    }
    return new Batch(
        1,
        2,
        2,
        Map.of(),
        Map.of(
            Field.DEPTH,
            depth,
            Field.INTRINSICS,
            new float[] {100, 100, 0.5f, 0.5f},
            Field.ORDINAL_PAIRS,
            all));
  }
}
