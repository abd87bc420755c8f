package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.networks.DepthScale;
import dev.fathom.train.networks.UnetRt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final UnetRt SMALL =
      new UnetRt(new UnetRt.Widths(6, new int[] {8, 8, 12, 12}, new int[] {16, 12, 8, 8}));

  private final Path folder;

  TrainerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void resumedTrainingGivesTheSameBitsAsAnUninterruptedOne() throws IOException {
    Trainer.Trained whole = trainer("whole", 10, false).run(data(), heldOut(), new Losses());
    trainer("parts", 10, false).run(data(), heldOut(), new Losses(5));
    Trainer.Trained resumed = trainer("parts", 10, true).run(data(), heldOut(), new Losses());

    assertEquals(whole.steps(), resumed.steps());
    assertEquals(whole.values().keySet(), resumed.values().keySet());
    whole
        .values()
        .forEach((name, values) -> assertArrayEquals(values, resumed.values().get(name), name));
  }

  @Test
  void trainingLowersTheLossAndBeatsTheTrivialAnswers() throws IOException {
    Losses losses = new Losses();
    Trainer.Trained trained = trainer("learns", 150, false).run(data(), heldOut(), losses);
    assertTrue(
        losses.mean(140, 150) < 0.5 * losses.mean(0, 10),
        () -> losses.mean(0, 10) + " to " + losses.mean(140, 150));
    Validation validation = trained.validation();
    assertTrue(
        validation.network().absRel() < validation.meanDepth().absRel(), validation::toString);
    assertTrue(
        validation.network().absRel() < validation.medianDepth().absRel(), validation::toString);
    assertEquals(0.6827, validation.calibratedWithin1(), 0.15);
  }

  @Test
  void anExistingCheckpointIsNotOverwritten() throws IOException {
    trainer("kept", 1, false).run(data(), heldOut(), new Losses());
    assertThrows(
        IllegalArgumentException.class,
        () -> trainer("kept", 1, false).run(data(), heldOut(), new Losses()));
  }

  @Test
  void thereMustBeACheckpointToResume() {
    assertThrows(
        IllegalArgumentException.class,
        () -> trainer("missing", 1, true).run(data(), heldOut(), new Losses()));
  }

  private Trainer trainer(String name, long steps, boolean resume) {
    TrainOptions defaults = TrainOptions.defaults("unet_rt", folder.resolve(name));
    TrainOptions options =
        new TrainOptions(
            defaults.network(),
            defaults.out(),
            7,
            steps,
            defaults.budget(),
            2,
            64,
            48,
            3e-3,
            5,
            defaults.uncertaintyWeight(),
            false,
            1,
            1_000,
            8,
            Duration.ofHours(1),
            resume);
    return new Trainer(options, SMALL, DepthScale.DEFAULT);
  }

  private static TrainingData data() {
    return new ShadedScenes(1);
  }

  private static TrainingData heldOut() {
    return new ShadedScenes(2);
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
