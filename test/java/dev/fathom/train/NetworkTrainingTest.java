package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.NetworkSize;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.ShadedScenes;
import dev.fathom.train.layers.WeightFormat;
import dev.fathom.train.networks.DepthScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

class NetworkTrainingTest {
  private static final int WIDTH = SmallPlan.WIDTH;
  private static final int HEIGHT = SmallPlan.HEIGHT;
  private static final Set<Field> MONO = Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);
  private static final String LOG_DEPTH = "log_depth";
  private static final String LOG_VARIANCE = "log_variance";

  private final Path folder;

  NetworkTrainingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theExportedModelGivesWhatTheTrainedGraphGives() throws IOException {
    TrainingPlan plan = SmallPlan.unetRt(folder.resolve("out"), 3);
    Trainer.Trained trained = run(plan);
    Batch batch = batch(2);
    List<TrainingGraph.Predicted> expected = predicted(plan, trained, batch);
    try (SavedModelBundle bundle = load();
        TUint8 image = Tensors.uint8(Shape.of(2, HEIGHT, WIDTH, 3), batch.bytes(Field.IMAGE));
        Result result = run(bundle, image)) {
      // Folding rounds each weight once more.
      assertArrayEquals(expected.get(0).values(), Tensors.floats(result.get(0)), 2e-4f);
      assertArrayEquals(expected.get(1).values(), Tensors.floats(result.get(1)), 2e-3f);
    }
  }

  @ParameterizedTest
  @CsvSource({"640,480", "1242,375", "64,48", "33,91", "20,20"})
  void theExportedModelSeesAnyPictureAtTheSizeOfNetworkSize(int width, int height)
      throws IOException {
    TrainingPlan plan = SmallPlan.unetRt(folder.resolve("out"), 1);
    try (TrainingGraph graph = new TrainingGraph(plan.network(), plan.options())) {
      ModelExport.write(
          folder.resolve("out").resolve(NetworkTraining.MODEL),
          plan.network(),
          graph.variables().read(graph.session()),
          ModelCard.newBuilder()
              .setImage(ImageInput.newBuilder().setWidth(WIDTH).setHeight(HEIGHT))
              .build(),
          WeightFormat.FLOAT32);
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
    Trainer.Trained trained = run(SmallPlan.unetRt(folder.resolve("out"), 2));
    Path file = folder.resolve("out/saved_model/assets.extra/model_card.textproto");
    ModelCard card = TextFormat.parse(Files.readString(file), ModelCard.class);

    double p = 0.37;
    double focal = 140;
    double metres =
        Math.exp(p * card.getOutputs(0).getScale() + card.getOutputs(0).getOffset())
            * focal
            / card.getOutputs(0).getCanonicalFocalPx();
    assertEquals(DepthScale.DEFAULT.metres(p, focal), metres, 1e-9);
    assertEquals(
        trained.validation().certainty(Validation.SIGMA_FACTOR),
        card.getOutputs(1).getSigmaFactor());
    assertEquals(2, card.getTraining().getSteps());
    assertEquals(trained.parameters(), card.getTraining().getParameters());
    assertEquals("6", card.getTraining().getHyperparametersOrThrow("network.first"));
    assertTrue(card.getTraining().getMetricsMap().containsKey("abs_rel"));
    assertEquals("Apache-2.0", card.getLicence());
  }

  @Test
  void theExportedModelRunsByItsCard() throws IOException {
    TrainingPlan plan = SmallPlan.unetRt(folder.resolve("out"), 2);
    Trainer.Trained trained = run(plan);
    Batch batch = batch(1);
    List<TrainingGraph.Predicted> predicted = predicted(plan, trained, batch);
    float[] logDepth = predicted.get(0).values();
    float[] logVariance = predicted.get(1).values();
    double focal = 77;
    FloatImage depth = new FloatImage();
    FloatImage sigma = new FloatImage();
    Image8 picture = new Image8().reshape(WIDTH, HEIGHT, 3);
    System.arraycopy(batch.bytes(Field.IMAGE), 0, picture.data(), 0, picture.size());
    try (DepthNetwork network =
        DepthNetwork.load(
            folder.resolve("out").resolve(NetworkTraining.MODEL),
            new ModelOptions("cpu", 1, 1, false))) {
      network.infer(picture, new Intrinsics(WIDTH, HEIGHT, focal, focal, 31.5, 23.5), depth, sigma);
    }
    assertEquals(WIDTH * HEIGHT, depth.size());
    int known = 0;
    for (int i = 0; i < depth.size(); i++) {
      double metres = DepthScale.DEFAULT.metres(logDepth[i], focal);
      if (Depth.isKnown(depth.data()[i])) {
        known++;
        assertEquals(metres, depth.data()[i], 0.005 * metres);
        double sigmaOfLog =
            Math.exp(0.5 * logVariance[i])
                * trained.validation().certainty(Validation.SIGMA_FACTOR)
                * DepthScale.DEFAULT.logRange();
        assertEquals(metres * sigmaOfLog, sigma.data()[i], 0.01 * metres * sigmaOfLog);
      }
    }
    assertTrue(known > 0);
  }

  private SavedModelBundle load() {
    return SavedModelBundle.load(folder.resolve("out/saved_model").toString(), "serve");
  }

  private static Result run(SavedModelBundle bundle, TUint8 image) {
    return bundle
        .session()
        .runner()
        .feed("image", image)
        .fetch(LOG_DEPTH)
        .fetch(LOG_VARIANCE)
        .run();
  }

  private static Trainer.Trained run(TrainingPlan plan) throws IOException {
    return NetworkTraining.run(plan, new ShadedScenes(4), new ShadedScenes(4), quiet());
  }

  private static Batch batch(int count) throws IOException {
    return Batch.gather(new ShadedScenes(4), MONO, 40, count, WIDTH, HEIGHT, null, 0);
  }

  private static List<TrainingGraph.Predicted> predicted(
      TrainingPlan plan, Trainer.Trained trained, Batch batch) {
    try (TrainingGraph graph = new TrainingGraph(plan.network(), plan.options())) {
      graph.variables().restore(graph.session(), trained.values());
      return graph.predict(batch, List.of(LOG_DEPTH, LOG_VARIANCE));
    }
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
