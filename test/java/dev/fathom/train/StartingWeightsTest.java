package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.ShadedScenes;
import dev.fathom.train.layers.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingWeightsTest {
  private static final ShadedScenes SCENES = new ShadedScenes(4);

  private final Path folder;

  StartingWeightsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whatWasExportedGivesTheSameNumbersAgain() throws IOException {
    TrainingPlan plan = mono("first", 3);
    float[] trained = predicted(plan, train(plan).values());
    TrainingPlan next = mono("next", 1);
    StartingWeights start =
        StartingWeights.read(folder.resolve("first/saved_model"), next.network());
    assertTrue(start.batchStatistics());
    // The first layer's shift and scale are divided out again.
    assertArrayEquals(trained, predicted(next, start.values()), 1e-5f);
  }

  @Test
  void foldedNormalisationComesBackAsOneThatShifts() throws IOException {
    TrainingPlan plan = SmallPlan.unetRt(folder.resolve("folded"), 3);
    float[] trained = predicted(plan, train(plan).values());
    StartingWeights start =
        StartingWeights.read(folder.resolve("folded/saved_model"), plan.network());
    assertArrayEquals(trained, predicted(plan, start.values()), 1e-5f);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                train(
                    SmallPlan.unetRt(folder.resolve("goes on"), 1)
                        .from(folder.resolve("folded/saved_model"))));
    assertTrue(String.valueOf(refused.getMessage()).contains("batch_statistics_share"));
  }

  @Test
  void aTrainingGoesOnFromAnotherAndItsCardSaysSo() throws IOException {
    Trainer.Trained first = train(mono("before", 3));
    for (String from : List.of("before", "before/saved_model")) {
      TrainingPlan plan = mono("after " + from.length(), 1).from(folder.resolve(from));
      Trainer.Trained second = train(plan);
      Validation begun = second.first();
      assertTrue(begun != null);
      assertEquals(first.validation().score(), begun.score(), 1e-4);
      ModelCard card = card(plan.out());
      assertTrue(card.getTraining().getFrom().contains("fathom_mono, 3 steps"), card::toString);
      assertEquals(begun.score(), card.getTraining().getMetricsOrThrow("first_abs_rel"), 1e-12);
      assertEquals(folder.resolve(from), TrainingPlan.read(plan.out()).from());
    }
  }

  @Test
  void aNetworkThatLearnsInUseGivesBackItsVariables() throws IOException {
    TrainingPlan plan =
        SmallPlan.of("struct2depth", folder.resolve("unused"), 1)
            .with("network.width_multiplier", 0.1)
            .with("network.objects", 1);
    Map<String, float[]> values;
    try (TrainingGraph graph = new TrainingGraph(plan.network(), plan.options())) {
      values = graph.variables().read(graph.session());
    }
    ModelCard.Builder card = ModelCard.newBuilder();
    card.getImageBuilder().setWidth(SmallPlan.WIDTH).setHeight(SmallPlan.HEIGHT);
    Path model = folder.resolve("learns");
    ModelExport.write(model, plan.network(), values, card.build(), WeightFormat.FLOAT32);
    StartingWeights start = StartingWeights.read(model, plan.network());
    assertTrue(start.values().size() > 20);
    start.values().forEach((name, found) -> assertArrayEquals(values.get(name), found, name));
  }

  @Test
  void whatDoesNotFitIsRefusedByName() throws IOException {
    train(mono("thin", 1));
    for (String from : List.of("thin", "thin/saved_model")) {
      TrainingPlan wider = mono("wide " + from.length(), 1).with("network.multiplier", 0.5);
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> train(wider.from(folder.resolve(from))));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains(".weights"), message);
      assertTrue(message.contains("network.multiplier=0.25"), message);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> train(mono("nothing", 1).from(folder.resolve("missing"))));
  }

  @Test
  void anotherNetworkIsToldByBothNamesAndNothingIsWritten() throws IOException {
    train(mono("other", 1));
    for (String from : List.of("other", "other/saved_model")) {
      Path out = folder.resolve("untouched");
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> train(SmallPlan.unetRt(out, 1).from(folder.resolve(from))));
      String message = String.valueOf(refused.getMessage());
      assertTrue(
          message.contains(from + " holds the network fathom_mono, expected unet_rt: "), message);
      assertTrue(Files.notExists(out));
    }
  }

  private TrainingPlan mono(String name, long steps) throws IOException {
    return SmallPlan.of("fathom_mono", folder.resolve(name), steps)
        .with("network.multiplier", 0.25)
        .with("training.learning.batch_statistics_share", 0);
  }

  private static ModelCard card(Path training) throws IOException {
    Path file = training.resolve("saved_model/assets.extra/model_card.textproto");
    return TextFormat.parse(Files.readString(file), ModelCard.class);
  }

  private static Trainer.Trained train(TrainingPlan plan) throws IOException {
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
    return NetworkTraining.run(plan, SCENES, new ShadedScenes(5), quiet);
  }

  /** What the network with these values says to two pictures. */
  private static float[] predicted(TrainingPlan plan, Map<String, float[]> values)
      throws IOException {
    try (TrainingGraph graph = new TrainingGraph(plan.network(), plan.options())) {
      Map<String, float[]> first = graph.variables().read(graph.session());
      StartingWeights start = new StartingWeights(values, true);
      graph
          .variables()
          .restore(
              graph.session(), start.over(first, graph.variables(), plan.network(), plan.out()));
      Batch batch =
          Batch.gather(SCENES, graph.fields(), 0, 2, SmallPlan.WIDTH, SmallPlan.HEIGHT, null, 0);
      String output = plan.network().signatures().get(0).outputs().get(0).getTensor();
      return graph.predict(batch, List.of(output)).get(0).values();
    }
  }
}
