package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a model that ships must say of itself. */
class ShippedModelsTest {
  private static final List<ModelEntry> SHIPPED = Models.list(Path.of("models"));

  @Test
  void thereAreSomeAndEachHasACard() {
    assertFalse(SHIPPED.isEmpty());
    SHIPPED.forEach(
        entry -> assertTrue(entry.card() != null, entry.name() + ": " + entry.reason()));
  }

  @Test
  void eachBeatsTheTrivialAnswersOnHeldOutScenes() {
    for (ModelEntry entry : SHIPPED) {
      if (card(entry).getTask() == Task.DEPTH_COMPLETION) {
        // Beside other trivial answers: ShippedCompletionTest.
        continue;
      }
      Map<String, Double> metrics = card(entry).getTraining().getMetricsMap();
      for (String trivial : List.of("mean_depth_", "median_depth_")) {
        assertTrue(
            metrics.get("abs_rel") < metrics.get(trivial + "abs_rel"),
            entry.name() + " has no lower AbsRel than " + trivial + "answer: " + metrics);
        assertTrue(
            metrics.get("rmse_metres") < metrics.get(trivial + "rmse_metres"),
            entry.name() + " has no lower RMSE than " + trivial + "answer: " + metrics);
        assertTrue(
            metrics.get("delta1") > metrics.get(trivial + "delta1"),
            entry.name() + " has no higher delta1 than " + trivial + "answer: " + metrics);
      }
    }
  }

  @Test
  void eachNamesItsLicenceItsDataAndItsSeed() {
    for (ModelEntry entry : SHIPPED) {
      assertEquals("Apache-2.0", card(entry).getLicence());
      assertFalse(card(entry).getTraining().getData().isEmpty(), entry.name());
      assertTrue(card(entry).getTraining().getSteps() > 0, entry.name());
    }
  }

  private static ModelCard card(ModelEntry entry) {
    ModelCard card = entry.card();
    if (card == null) {
      throw new AssertionError(entry.reason());
    }
    return card;
  }
}
