package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.card.ModelCard;
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
      switch (card(entry).getTask()) {
        case MONO_DEPTH -> {
          for (String trivial : List.of("mean_depth_", "median_depth_")) {
            assertBetter(entry, trivial, "abs_rel", -1);
            assertBetter(entry, trivial, "rmse_metres", -1);
            assertBetter(entry, trivial, "delta1", 1);
          }
        }
        case EGO_MOTION -> {
          for (String trivial : List.of("standing_still_", "mean_motion_")) {
            assertBetter(entry, trivial, "translation_m", -1);
            assertBetter(entry, trivial, "rotation_deg", -1);
          }
        }
        case STEREO_DISPARITY -> {
          // What it is beside is the matcher, not a constant: HybridMatcherTest.
        }
        default -> throw new AssertionError("no trivial answer for " + entry.name());
      }
    }
  }

  private static void assertBetter(ModelEntry entry, String trivial, String measure, int sign) {
    Map<String, Double> metrics = card(entry).getTraining().getMetricsMap();
    assertTrue(
        sign * metrics.get(measure) > sign * metrics.get(trivial + measure),
        entry.name() + ": " + measure + " is no better than " + trivial + "answer: " + metrics);
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
