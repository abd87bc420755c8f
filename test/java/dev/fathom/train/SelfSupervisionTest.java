package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks that learn from real recordings without their truth become better by it: the loss on the
 * held-out last fifth falls, and so does the error of depth, scaled to each image's median.
 *
 * <p>Skipped where the recordings are not there.
 */
class SelfSupervisionTest {
  private static final Path BAGS = Path.of("..", "shared", "bags");

  private final Path folder;

  SelfSupervisionTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void videoTeachesDepthAndMotion() throws IOException {
    // By depth images.
    learns(
        "sfmlearner",
        "hololens_rgbd",
        200,
        Map.of(
            // Short trainings on so few frames depend on chance: others leave depth flat.
            "training.seed",
            1,
            "training.width",
            120,
            "training.height",
            80,
            "training.learning.rate",
            3e-4,
            "training.validation.samples",
            6,
            "network.explainability",
            0.0,
            "network.smoothness",
            0.002,
            "network.first_depth",
            1.0));
  }

  @Test
  void pairsTeachDepthOfSinglePictures() throws IOException {
    // By what semi-global matching finds in the same pairs.
    learns(
        "monodepth",
        "kitti_seq2_stereo",
        200,
        Map.of(
            "training.width",
            128,
            "training.height",
            64,
            "training.learning.rate",
            2e-4,
            "training.validation.samples",
            9,
            "network.first_share",
            0.03));
  }

  private void learns(String network, String bag, long steps, Map<String, Object> settings)
      throws IOException {
    Path recording = BAGS.resolve(bag);
    if (!Files.exists(recording)) {
      System.out.println("skipped: recording " + recording + " is not there");
    }
    Assumptions.assumeTrue(
        Files.exists(recording), () -> "recording " + recording + " is not there");
    TrainingPlan plan =
        SmallPlan.of(network, folder.resolve(network), steps)
            .with("training.batch", 4)
            .with("training.learning.warm_up_steps", 30)
            .with("network.width_multiplier", 0.25);
    List<Setting> list = new ArrayList<>();
    settings.forEach((name, value) -> list.add(new Setting(name, value, name)));
    plan = plan.with(list);
    TrainingData data =
        TrainingData.open(List.of(recording.toString()), 1, NetworkTraining.fields(plan));
    ProgressListener quiet =
        new ProgressListener() {
          @Override
          public boolean stepped(
              long step, double progress, double loss, double learningRate, double seconds) {
            return true;
          }

          @Override
          public void validated(long step, Validation validation) {}
        };
    Trainer.Trained trained = NetworkTraining.run(plan, data.training(), data.heldOut(), quiet);
    Validation before = trained.first();
    Validation after = trained.validation();
    assertTrue(before != null);
    String what = before + "\n" + after;
    // Before, the picture is as good as flat.
    assertEquals(
        before.measure(Validation.FLAT_SCALED, "abs_rel"), scaled(before, "abs_rel"), 0.05, what);
    assertTrue(after.loss() < before.loss(), what);
    assertTrue(scaled(after, "abs_rel") < 0.95 * scaled(before, "abs_rel"), what);
    assertTrue(scaled(after, "delta1") > scaled(before, "delta1"), what);
  }

  private static double scaled(Validation validation, String measure) {
    return validation.measure(Validation.MEDIAN_SCALED, measure);
  }
}
