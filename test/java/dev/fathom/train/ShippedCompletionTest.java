package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.eval.CompletionErrors;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.SavedModelBundle;

/** The completion network that comes with Fathom. */
class ShippedCompletionTest {
  private static final int SAMPLES = 16;

  /** Share of the nearest fill's error that may be left on scenes no training saw. */
  private static final double SHARE = 0.75;

  @Test
  void leavesOnlyAShareOfTheErrorOfTheTrivialFills() {
    String folder = Path.of("models", "fathom_complete").toString();
    try (SavedModelBundle model = SavedModelBundle.load(folder, "serve")) {
      Map<String, CompletionErrors> errors =
          CompletionAccuracy.measure(model, CompletionAccuracy.world(160, 120, SAMPLES));
      double network = errors.get("network").maeMillimetres();
      double nearest = errors.get("nearest fill").maeMillimetres();
      double pyramid = errors.get("pyramid fill").maeMillimetres();
      assertTrue(
          network < SHARE * nearest && network < SHARE * pyramid,
          network + " mm, nearest fill " + nearest + " mm, pyramid fill " + pyramid + " mm");
    }
  }
}
