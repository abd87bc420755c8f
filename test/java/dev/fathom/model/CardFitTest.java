package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardFitTest {
  private static final String GOOD =
      """
      name: "good"
      task: MONO_DEPTH
      image {
        tensor: "image" layout: NHWC colour_order: RGB element_type: UINT8 resize: NONE
      }
      outputs { tensor: "depth" role: DEPTH }
      """;

  private final Path temp;

  CardFitTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @BeforeEach
  void saveModel() {
    TestModels.save(temp, tf -> TestModels.weightedSum(tf, 1));
  }

  @Test
  void fittingCardPasses() {
    assertDoesNotThrow(() -> check(GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tensor: \"image\"|tensor: \"picture\"|'picture'|[image]",
        "layout: NHWC|layout: NCHW|'image' is uint8 [1, ?, ?, 3]|uint8 [1, 3, ?, ?]",
        "layout: NHWC|layout: HWC|'image' is uint8 [1, ?, ?, 3]|uint8 [?, ?, 3]",
        "colour_order: RGB|colour_order: GREY|'image' is uint8|uint8 [1, ?, ?, 1]",
        "element_type: UINT8|element_type: FLOAT32|'image' is uint8|float32 [1, ?, ?, 3]",
        "tensor: \"depth\"|tensor: \"deep\"|'deep'|[depth]",
        "task: MONO_DEPTH|signature: \"other\" task: MONO_DEPTH|'other'|[serving_default]"
      })
  void misfitNamesWhatIsThereAndWhatIsExpected(
      String from, String to, String found, String expected) {
    String message = fault(GOOD.replace(from, to));
    assertTrue(message.contains(temp.toString()), message);
    assertTrue(message.contains(found), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task: MONO_DEPTH|task: STEREO_DISPARITY|STEREO_DISPARITY",
        "task: MONO_DEPTH||TASK_UNSPECIFIED",
        "layout: NHWC||image.layout",
        "colour_order: RGB||image.colour_order",
        "element_type: UINT8||image.element_type",
        "resize: NONE||image.resize",
        "resize: NONE|resize: STRETCH|0x0 with resize STRETCH",
        "resize: NONE|resize: FIT width: 8|8x0 with resize FIT",
        "resize: NONE|resize: NONE multiple_of: -2|multiple_of is -2",
        "resize: NONE|resize: NONE mean: 3|uint8 inputs go in as they are",
        "UINT8 resize: NONE|FLOAT32 resize: NONE mean: [1, 2]|2 means or stds for 3 channels",
        "UINT8 resize: NONE|FLOAT32 resize: NONE std: 0|image.std is [0.0]",
        "UINT8 resize: NONE|FLOAT32 resize: NONE scale: nan|not finite",
        "role: DEPTH|role: RELATIVE_DEPTH|metres cannot be made of it",
        "role: DEPTH|role: DISPARITY|1 / baseline",
        "role: DEPTH|role: DISPARITY scale: 2 canonical_focal_px: 9|no meaning for DISPARITY",
        "role: DEPTH|role: POSE|expected one output",
        "role: DEPTH|role: DEPTH scale: inf|scale Infinity",
        "role: DEPTH|role: DEPTH canonical_focal_px: -3|-3",
        "role: DEPTH|role: DEPTH min_metres: 5 max_metres: 4|max_metres 4.0",
        "role: DEPTH }|role: DEPTH } outputs { tensor: \"depth\" role: LOG_DEPTH }|found 2",
        "resize: NONE }|resize: IN_GRAPH } outputs { tensor: \"x\" role: IGNORED }|"
      })
  void cardThatContradictsItselfIsRefused(String from, String to, String reason) {
    String card = GOOD.replace("\n      ", " ").replace("\n", " ").replace("  ", " ");
    assertTrue(card.contains(from), card);
    String changed = card.replace(from, to == null ? "" : to);
    if (reason == null) {
      assertDoesNotThrow(() -> check(changed));
      return;
    }
    String message = fault(changed);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void canonicalFocalNeedsTheSizeInsideTheGraph() {
    String open =
        GOOD.replace("resize: NONE", "resize: IN_GRAPH")
            .replace("role: DEPTH", "role: DEPTH canonical_focal_px: 100");
    assertTrue(fault(open).contains("IN_GRAPH without width and height"), fault(open));
    assertDoesNotThrow(() -> check(open.replace("IN_GRAPH", "IN_GRAPH width: 32 height: 24")));
  }

  @Test
  void parseErrorsCarryLineAndColumn() {
    TestModels.card(temp, "name: \"x\"\nimage {\n  tensr: \"image\"\n}\n");
    String message =
        Failures.message(
            IllegalArgumentException.class, () -> DepthNetwork.load(temp, ModelOptions.defaults()));
    assertTrue(message.contains("model_card.textproto:3:3:"), message);
    assertTrue(message.contains("tensr"), message);
  }

  @Test
  void missingCardIsToldWithThePlacesSearched() {
    String message =
        Failures.message(
            IllegalArgumentException.class, () -> DepthNetwork.load(temp, ModelOptions.defaults()));
    assertTrue(message.contains("no model card"), message);
    assertTrue(message.contains("assets.extra"), message);
    assertTrue(message.contains(temp.getFileName() + ".textproto"), message);
  }

  @Test
  void cardBesideTheFolderIsFound() throws IOException {
    Path inner = TestModels.save(temp.resolve("net"), tf -> TestModels.weightedSum(tf, 1));
    Files.writeString(temp.resolve("net.textproto"), GOOD);
    assertEquals("good", CardFile.read(ModelDirectory.find(inner)).getName());
  }

  @Test
  void cardBesideAFolderOfVersionsIsFound() throws IOException {
    Path versions = temp.resolve("net");
    TestModels.save(versions.resolve("7"), tf -> TestModels.weightedSum(tf, 1));
    TestModels.save(versions.resolve("12"), tf -> TestModels.weightedSum(tf, 1));
    Files.createDirectories(versions.resolve("99"));
    Files.writeString(temp.resolve("net.textproto"), GOOD);
    ModelDirectory found = ModelDirectory.find(versions);
    assertEquals(versions.resolve("12"), found.version());
    assertEquals("good", CardFile.read(found).getName());
  }

  private CardFit check(String card) {
    TestModels.card(temp, card);
    ModelDirectory found = ModelDirectory.find(temp);
    return CardFit.check(CardFile.read(found), GraphFile.read(found));
  }

  private String fault(String card) {
    return Failures.message(IllegalArgumentException.class, () -> check(card));
  }
}
