package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.eval.CompletionErrors;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.SavedModelBundle;

/** The completion network that comes with Fathom. */
class ShippedCompletionTest {
  private static final int SAMPLES = 24;

  @Test
  void isBetterThanTheTrivialFillsOnScenesNoTrainingSaw() {
    String folder = Path.of("models", "fathom_complete").toString();
    try (SavedModelBundle model = SavedModelBundle.load(folder, "serve")) {
      Map<String, CompletionErrors> errors =
          CompletionAccuracy.measure(model, CompletionAccuracy.world(128, 96, SAMPLES));
      CompletionErrors network = errors.get("network");
      for (String fill : new String[] {"nearest fill", "pyramid fill"}) {
        CompletionErrors trivial = errors.get(fill);
        String found = network + ", " + fill + " " + trivial;
        assertTrue(network.rmseMillimetres() < trivial.rmseMillimetres(), found);
        assertTrue(network.iMaePerKilometre() < trivial.iMaePerKilometre(), found);
        assertTrue(network.iRmsePerKilometre() < trivial.iRmsePerKilometre(), found);
      }
    }
  }
}
