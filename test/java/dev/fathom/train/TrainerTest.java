package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.ShadedScenes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private final Path folder;

  TrainerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void resumedTrainingGivesTheSameBitsAsAnUninterruptedOne() throws IOException {
    Trainer.Trained whole = trainer("whole", 10, false, new Losses()).run();
    trainer("parts", 10, false, new Losses(5)).run();
    Trainer.Trained resumed = trainer("parts", 10, true, new Losses()).run();

    assertEquals(whole.steps(), resumed.steps());
    assertEquals(whole.values().keySet(), resumed.values().keySet());
    whole
        .values()
        .forEach((name, values) -> assertArrayEquals(values, resumed.values().get(name), name));
  }

  @Test
  void trainingLowersTheLossAndBeatsTheTrivialAnswers() throws IOException {
    Losses losses = new Losses();
    // So many samples that σ, calibrated on one half of them, fits the other.
    TrainingPlan plan =
        SmallPlan.unetRt(folder.resolve("learns"), 150).with("training.validation.samples", 64);
    Trainer.Trained trained =
        new Trainer(plan, new ShadedScenes(1), new ShadedScenes(2), losses).run();
    assertTrue(
        losses.mean(140, 150) < 0.5 * losses.mean(0, 10),
        () -> losses.mean(0, 10) + " to " + losses.mean(140, 150));
    Validation validation = trained.validation();
    assertTrue(
        absRel(validation, Validation.NETWORK) < absRel(validation, "mean depth"),
        validation::toString);
    assertTrue(
        absRel(validation, Validation.NETWORK) < absRel(validation, "median depth"),
        validation::toString);
    assertEquals(0.6827, validation.certainty(Validation.CALIBRATED_WITHIN_1), 0.15);
  }

  @Test
  void anExistingCheckpointIsNotOverwritten() throws IOException {
    trainer("kept", 1, false, new Losses()).run();
    assertThrows(
        IllegalArgumentException.class, () -> trainer("kept", 1, false, new Losses()).run());
  }

  @Test
  void thereMustBeACheckpointToResume() {
    assertThrows(
        IllegalArgumentException.class, () -> trainer("missing", 1, true, new Losses()).run());
  }

  private static double absRel(Validation validation, String row) {
    return validation.measure(row, "abs_rel");
  }

  private Trainer trainer(String name, long steps, boolean resume, Losses losses)
      throws IOException {
    // Half of them calibrate the other half; four and four scenes differ too much.
    TrainingPlan plan =
        SmallPlan.unetRt(folder.resolve(name), steps).with("training.validation.samples", 64);
    return new Trainer(
        resume ? plan.resumed() : plan, new ShadedScenes(1), new ShadedScenes(2), losses);
  }

  private static final class Losses implements ProgressListener {
    private final List<Double> losses = new ArrayList<>();
    private final long stopAfter;

    Losses() {
      this(-1);
    }

    Losses(long stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public boolean stepped(
        long step, double progress, double loss, double learningRate, double seconds) {
      losses.add(loss);
      return step != stopAfter;
    }

    @Override
    public void validated(long step, Validation validation) {}

    double mean(int from, int to) {
      return losses.subList(from, to).stream().mapToDouble(x -> x).average().orElseThrow();
    }
  }
}
