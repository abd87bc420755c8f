package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.NetworkSize;
import dev.fathom.train.data.ShadedScenes;
import dev.fathom.train.layers.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {
  private final Path folder;

  ExporterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void smallerWeightsMakeASmallerFileAndNearlyTheSameDepth() throws IOException {
    train();
    float[] exact = depth(export(null, WeightFormat.FLOAT32));
    float[] half = depth(export(null, WeightFormat.BFLOAT16));
    float[] quarter = depth(export(null, WeightFormat.INT8));
    for (int i = 0; i < exact.length; i++) {
      // Eight bits of mantissa, and 127 steps to the largest weight.
      assertEquals(exact[i], half[i], 0.05 * exact[i]);
      assertEquals(exact[i], quarter[i], 0.1 * exact[i]);
    }
    long whole = bytes(WeightFormat.FLOAT32);
    assertTrue(bytes(WeightFormat.BFLOAT16) < whole);
    assertTrue(bytes(WeightFormat.INT8) < bytes(WeightFormat.BFLOAT16));
  }

  @Test
  void anotherSizeIsAnswered() throws IOException {
    train();
    Path model = export(new NetworkSize(128, 96), WeightFormat.FLOAT32);
    assertEquals(128 * 96, depth(model).length);
  }

  @Test
  void aSizeThatDoesNotFitAndAFolderWithoutTrainingAreRefused() throws IOException {
    train();
    IllegalArgumentException size =
        assertThrows(
            IllegalArgumentException.class,
            () -> export(new NetworkSize(100, 96), WeightFormat.FLOAT32));
    assertTrue(String.valueOf(size.getMessage()).contains("100x96"));
    assertThrows(
        IllegalArgumentException.class,
        () -> Exporter.export(folder.resolve("no"), null, WeightFormat.INT8, folder));
  }

  private void train() throws IOException {
    TrainingPlan plan = SmallPlan.unetRt(folder.resolve("training"), 20);
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
    NetworkTraining.run(plan, new ShadedScenes(4), new ShadedScenes(5), quiet);
  }

  private Path export(@Nullable NetworkSize size, WeightFormat format) throws IOException {
    Path out = folder.resolve(format.name());
    Exporter.export(folder.resolve("training"), size, format, out);
    return out;
  }

  private long bytes(WeightFormat format) throws IOException {
    return Files.size(folder.resolve(format.name()).resolve("saved_model.pb"));
  }

  private static float[] depth(Path model) {
    Image8 picture = new Image8().reshape(64, 48, 3);
    new Random(2).nextBytes(picture.data());
    FloatImage depth = new FloatImage();
    try (DepthNetwork network = DepthNetwork.load(model, new ModelOptions("cpu", 1, 1, false))) {
      network.infer(picture, new Intrinsics(64, 48, 60, 60, 31.5, 23.5), depth, new FloatImage());
    }
    float[] metres = new float[depth.size()];
    System.arraycopy(depth.data(), 0, metres, 0, metres.length);
    return metres;
  }
}
