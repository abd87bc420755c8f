package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import dev.fathom.model.NetworkSize;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.networks.DepthScale;
import dev.fathom.train.networks.UnetRt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

class NetworkTrainingTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private final Path folder;

  NetworkTrainingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theExportedModelGivesWhatTheTrainedGraphGives() throws IOException {
    UnetRt network = small();
    TrainOptions options = options(3, false);
    Trainer trainer = new Trainer(options, network, DepthScale.DEFAULT);
    Trainer.Trained trained = trainer.run(data(), data(), quiet());
    ModelExport.write(
        folder.resolve("model"),
        network,
        trained.values(),
        WIDTH * HEIGHT,
        ModelCard.getDefaultInstance());

    Batch batch = Batch.gather(data(), DepthScale.DEFAULT, 40, 2, WIDTH, HEIGHT, null);
    TrainingGraph.Predicted expected;
    try (TrainingGraph graph = new TrainingGraph(network, options)) {
      graph.variables().restore(graph.session(), trained.values());
      expected = graph.predict(batch);
    }
    try (SavedModelBundle bundle = load();
        TUint8 image = Tensors.uint8(Shape.of(2, HEIGHT, WIDTH, 3), batch.images());
        Result result = run(bundle, image)) {
      // Folding rounds each weight once more.
      assertArrayEquals(expected.depth(), Tensors.floats(result.get(0)), 2e-4f);
      assertArrayEquals(expected.logVariance(), Tensors.floats(result.get(1)), 2e-3f);
    }
  }

  @ParameterizedTest
  @CsvSource({"640,480", "1242,375", "64,48", "33,91", "20,20"})
  void theExportedModelSeesAnyPictureAtTheSizeOfNetworkSize(int width, int height)
      throws IOException {
    UnetRt network = small();
    try (TrainingGraph graph = new TrainingGraph(network, options(1, false))) {
      ModelExport.write(
          folder.resolve("model"),
          network,
          graph.variables().read(graph.session()),
          WIDTH * HEIGHT,
          ModelCard.getDefaultInstance());
    }
    byte[] pixels = new byte[3 * width * height];
    new Random(3).nextBytes(pixels);
    NetworkSize size = NetworkSize.fitting(width, height, WIDTH * HEIGHT, 16);
    try (SavedModelBundle bundle = load();
        TUint8 image = Tensors.uint8(Shape.of(1, height, width, 3), pixels);
        Result result = run(bundle, image)) {
      Shape expected = Shape.of(1, size.height(), size.width());
      assertEquals(expected, result.get(0).shape());
      assertEquals(expected, result.get(1).shape());
    }
  }

  @Test
  void theCardSaysHowTheNumbersBecomeMetresAndHowTheyWereLearned() throws IOException {
    TrainOptions options = options(2, false);
    Trainer.Trained trained = NetworkTraining.run(options, data(), data(), quiet());
    Path file =
        options.out().resolve(NetworkTraining.MODEL).resolve("assets.extra/model_card.textproto");
    ModelCard card = TextFormat.parse(Files.readString(file), ModelCard.class);

    double p = 0.37;
    double focal = 140;
    double metres =
        Math.exp(p * card.getOutputs(0).getScale() + card.getOutputs(0).getOffset())
            * focal
            / card.getOutputs(0).getCanonicalFocalPx();
    assertEquals(DepthScale.DEFAULT.metres(p, focal), metres, 1e-9);
    assertEquals(trained.validation().sigmaFactor(), card.getOutputs(1).getSigmaFactor());
    assertEquals(2, card.getTraining().getSteps());
    assertEquals(1_225_420, card.getTraining().getParameters());
    assertTrue(card.getTraining().getMetricsMap().containsKey("abs_rel"));
    assertEquals("Apache-2.0", card.getLicence());
  }

  private SavedModelBundle load() {
    return SavedModelBundle.load(folder.resolve("model").toString(), "serve");
  }

  private static Result run(SavedModelBundle bundle, TUint8 image) {
    return bundle
        .session()
        .runner()
        .feed(ModelExport.IMAGE, image)
        .fetch(ModelExport.LOG_DEPTH)
        .fetch(ModelExport.LOG_VARIANCE)
        .run();
  }

  private static UnetRt small() {
    return new UnetRt(new UnetRt.Widths(6, new int[] {8, 8, 12, 12}, new int[] {16, 12, 8, 8}));
  }

  private TrainOptions options(long steps, boolean resume) {
    TrainOptions defaults = TrainOptions.defaults("unet_rt", folder.resolve("out"));
    return new TrainOptions(
        defaults.network(),
        defaults.out(),
        5,
        steps,
        defaults.budget(),
        2,
        WIDTH,
        HEIGHT,
        1e-3,
        1,
        defaults.uncertaintyWeight(),
        false,
        1,
        1_000,
        4,
        Duration.ofHours(1),
        resume);
  }

  private static TrainingData data() {
    return new ShadedScenes(4);
  }

  private static ProgressListener quiet() {
    return new ProgressListener() {
      @Override
      public boolean stepped(
          long step, double progress, double loss, double learningRate, double seconds) {
        return true;
      }

      @Override
      public void validated(long step, Validation validation) {}
    };
  }
}
