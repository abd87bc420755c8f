package dev.fathom.train;

import dev.fathom.config.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans that are done within seconds. */
final class SmallPlan {
  static final int WIDTH = 64;
  static final int HEIGHT = 48;

  private SmallPlan() {}

  /** A thin unet_rt at 64×48, in float32 on one thread. */
  static TrainingPlan unetRt(Path out, long steps) throws IOException {
    return of("unet_rt", out, steps)
        .with("network.first", 6)
        .with("network.encoder", List.of(8, 8, 12, 12))
        .with("network.decoder", List.of(16, 12, 8, 8));
  }

  /** Any network at 64×48, in float32 on one thread. */
  static TrainingPlan of(String network, Path out, long steps) throws IOException {
    Map<String, Object> values =
        Map.of(
            "training.seed",
            7,
            "training.steps",
            steps,
            "training.batch",
            2,
            "training.width",
            WIDTH,
            "training.height",
            HEIGHT,
            "training.mixed_precision",
            false,
            "training.threads",
            1,
            "training.learning.rate",
            3e-3,
            "training.learning.warm_up_steps",
            5,
            "training.validation.samples",
            8);
    List<Setting> settings = new ArrayList<>();
    values.forEach((name, value) -> settings.add(new Setting(name, value, name)));
    return TrainingPlan.of(network, out).with(settings);
  }
}
