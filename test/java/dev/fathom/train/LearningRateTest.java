package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  private static final TrainOptions.Learning LEARNING = TrainOptions.DEFAULT.learning();

  @Test
  void risesThenFallsToItsLastShare() {
    double peak = LEARNING.rate();
    assertEquals(peak / 101, LearningRate.at(0, 0, LEARNING), 1e-12);
    assertEquals(peak, LearningRate.at(100, 0, LEARNING), 1e-12);
    assertEquals(peak * 0.505, LearningRate.at(500, 0.5, LEARNING), 1e-12);
    assertEquals(peak / 100, LearningRate.at(1000, 1, LEARNING), 1e-12);
  }

  @Test
  void hyperparametersAreCheckedWithTheValueInTheMessage() throws IOException {
    TrainingPlan plan = TrainingPlan.of("unet_rt", Path.of("out"));
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> plan.with("training.steps", -4));
    assertTrue(String.valueOf(fault.getMessage()).contains("-4"));
  }

  @Test
  void aMistypedHyperparameterIsToldTheNearestOne() throws IOException {
    TrainingPlan plan = TrainingPlan.of("unet_rt", Path.of("out"));
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> plan.with("training.learning.rat", 0.1));
    assertTrue(String.valueOf(fault.getMessage()).contains("'training.learning.rate'"));
  }

  @Test
  void sizesMustFitTheNetwork() throws IOException {
    TrainingPlan plan = TrainingPlan.of("unet_rt", Path.of("out")).with("training.width", 100);
    IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, plan::network);
    assertTrue(String.valueOf(fault.getMessage()).contains("100x96"));
  }
}
