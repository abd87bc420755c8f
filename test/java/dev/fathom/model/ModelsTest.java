package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.Layout;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class ModelsTest {
  private final Path temp;

  ModelsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void listHasEveryModelWithItsCardOrTheReasonForNone() throws IOException {
    Path good = TestModels.save(temp.resolve("b"), tf -> TestModels.weightedSum(tf, 1));
    TestModels.card(good, "name: 'Named by card' task: MONO_DEPTH");
    TestModels.save(temp.resolve("a"), tf -> TestModels.weightedSum(tf, 1));
    Path bad = TestModels.save(temp.resolve("c"), tf -> TestModels.weightedSum(tf, 1));
    TestModels.card(bad, "nonsense");
    Files.createDirectories(temp.resolve("not a model"));

    List<ModelEntry> entries = Models.list(temp);
    assertEquals(
        List.of("a", "Named by card", "c"), entries.stream().map(ModelEntry::name).toList());
    assertNull(entries.get(0).card());
    assertTrue(entries.get(0).reason().contains("no model card"), entries.get(0).reason());
    assertNotNull(entries.get(1).card());
    assertEquals("", entries.get(1).reason());
    assertTrue(entries.get(2).reason().contains("model_card.textproto:1:"));
  }

  @Test
  void aModelIsLocatedByNameOrFolder() throws IOException {
    Path named = TestModels.save(temp.resolve("a"), tf -> TestModels.weightedSum(tf, 1));
    Files.createDirectories(temp.resolve("not a model"));
    assertEquals(named, Models.locate("a", temp));
    assertEquals(named, Models.locate(named.toString(), temp.resolve("elsewhere")));
    for (String unknown : List.of("b", "")) {
      String message =
          Failures.message(IllegalArgumentException.class, () -> Models.locate(unknown, temp));
      assertTrue(message.endsWith("known: a"), message);
    }
  }

  @Test
  void listOfAMissingFolderNamesIt() {
    String e =
        Failures.message(IllegalArgumentException.class, () -> Models.list(temp.resolve("absent")));
    assertTrue(e.contains("absent"), e);
  }

  @Test
  void descriptionHoldsCardAndSignatures() {
    Path model = TestModels.save(temp, tf -> TestModels.weightedSum(tf, 1));
    assertTrue(Models.describe(model).contains("no model card"));
    TestModels.card(model, "name: 'net' task: MONO_DEPTH licence: 'Apache-2.0'");
    String text = Models.describe(model);
    assertTrue(text.contains("in  image: uint8 [1, ?, ?, 3]"), text);
    assertTrue(text.contains("out depth: float32 [1, ?, ?, 1]"), text);
    assertTrue(text.contains("licence: \"Apache-2.0\""), text);
    assertTrue(text.contains("not ready to give metric depth"), text);
  }

  @Test
  void starterCardOfAPlainDepthNetworkRunsAsItIs() {
    Path model =
        TestModels.save(
            temp,
            tf -> {
              Placeholder<TFloat32> image =
                  tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 6, 8, 3)));
              return TestModels.Ends.of(image, TestModels.weigh(tf, image, -1, 1));
            });
    ModelInspection inspection = Models.inspect(model);
    ModelCard card = inspection.starterCard();
    assertEquals(Task.MONO_DEPTH, card.getTask());
    assertEquals(Layout.NHWC, card.getImage().getLayout());
    assertEquals(ColourOrder.RGB, card.getImage().getColourOrder());
    assertEquals(ElementType.FLOAT32, card.getImage().getElementType());
    assertEquals(Resize.STRETCH, card.getImage().getResize());
    assertEquals(8, card.getImage().getWidth());
    assertEquals(6, card.getImage().getHeight());
    assertEquals(Role.DEPTH, card.getOutputs(0).getRole());

    TestModels.card(model, inspection.starterText());
    try (DepthNetwork network = DepthNetwork.load(model, ModelOptions.defaults())) {
      assertEquals(card, network.card());
      var picture = new Image8().reshape(20, 10, 3);
      Arrays.fill(picture.data(), (byte) 255);
      FloatImage depth = new FloatImage();
      network.infer(picture, new Intrinsics(20, 10, 10, 10, 5, 5), depth, new FloatImage());
      assertEquals(1 + 256 + 65536, depth.at(0, 0), 0.01);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tfserving/saved_model_half_plus_two_cpu, serving_default, x: float32 [?; 1], 1.14.0",
    "tfserving/saved_model_half_plus_two_2_versions, serving_default, x: float32 [?; 1], 1.1.0-rc2",
    "tfserving/saved_model_half_plus_two_tf2_cpu, classify_x_to_y, inputs: string [?], 2.14.0",
    "tfserving/saved_model_counter, incr_counter_by, delta: float32 […], 1.5.0-rc1",
    "tfjava, regress_x2_to_y3, inputs: float32 [?; 1], 1.1.0-rc2",
    "tfjava/model, get_variable, dummy: float32 […], 2.4.1",
    "tf2onnx/regression/saved_model, serving_default, X: float32 […], 1.11.0",
    "tf2onnx/saved_model_with_redundant_inputs, serving_default, x: float32 [1; 10], 1.12.0"
  })
  void thirdPartyModelsAreInspected(String name, String signature, String input, String version)
      throws TextFormat.ParseException {
    ModelInspection inspection = Models.inspect(TestModels.thirdParty(name));
    assertEquals("", inspection.refusal());
    assertEquals(List.of("serve"), inspection.tags());
    assertEquals(version, inspection.tensorFlowVersion());
    assertTrue(inspection.signatures().containsKey(signature));
    String text = inspection.text();
    assertTrue(text.contains(input.replace(';', ',')), text);
    ModelCard.Builder reread = ModelCard.newBuilder();
    TextFormat.merge(inspection.starterText(), reread);
    assertEquals(inspection.starterCard(), reread.build());
    // None of them takes pictures, and no card may claim so.
    assertEquals(Task.TASK_UNSPECIFIED, inspection.starterCard().getTask());
  }
}
