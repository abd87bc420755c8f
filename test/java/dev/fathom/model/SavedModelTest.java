package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.types.TFloat32;

class SavedModelTest {
  private static final ModelOptions CPU = new ModelOptions("cpu", 0, 0, false);

  private final Path temp;

  SavedModelTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tfserving/saved_model_half_plus_two_cpu",
        "tfserving/saved_model_half_plus_two_2_versions",
        "tfserving/saved_model_half_plus_two_tf2_cpu",
        "tfjava"
      })
  void halfPlusTwoGivesHalfPlusTwo(String name) {
    try (SavedModel model = SavedModel.load(TestModels.thirdParty(name), CPU)) {
      // The TF 2 export takes a vector of one, the others any number of rows.
      Shape shape = name.contains("tf2") ? Shape.of(1) : Shape.of(1, 1);
      for (float x : new float[] {-4, 0, 3.5f}) {
        assertEquals(0.5f * x + 2, run(model, "serving_default", "x", x, shape, "y"));
      }
    }
  }

  @Test
  void highestOfNumberedVersionsIsLoaded() {
    Path versions = TestModels.thirdParty("tfserving/saved_model_half_plus_two_2_versions");
    try (SavedModel model = SavedModel.load(versions, CPU)) {
      assertEquals(versions.resolve("00000124"), model.directory());
    }
  }

  @Test
  void referenceVariablesKeepTheirStateBetweenCalls() {
    Path counter = TestModels.thirdParty("tfserving/saved_model_counter");
    try (SavedModel model = SavedModel.load(counter, CPU)) {
      assertEquals(
          Set.of("get_counter", "incr_counter", "incr_counter_by", "reset_counter"),
          model.signatures().keySet());
      assertEquals(0, run(model, "get_counter"));
      assertEquals(1, run(model, "incr_counter"));
      assertEquals(8, run(model, "incr_counter_by", "delta", 7, Shape.scalar(), "output"));
      assertEquals(8, run(model, "get_counter"));
      assertEquals(0, run(model, "reset_counter"));
    }
  }

  @Test
  void severalSignaturesWithoutServingDefaultRun() {
    try (SavedModel model = SavedModel.load(TestModels.thirdParty("tfjava/model"), CPU)) {
      assertEquals(
          Set.of("add", "get_const_matrix", "get_const_scalar", "get_const_vector", "get_variable"),
          model.signatures().keySet());
      try (TFloat32 a = TFloat32.scalarOf(2);
          TFloat32 b = TFloat32.scalarOf(40);
          Result result = model.run("add", Map.of("a", a, "b", b))) {
        assertEquals(42, ((TFloat32) result.get(0)).getFloat());
      }
      String unknown =
          Failures.message(IllegalArgumentException.class, () -> model.run("serve", Map.of()));
      assertTrue(unknown.contains("'serve'"), unknown);
    }
  }

  @Test
  void regressionWithUnusedTrainingOpsRuns() {
    Path regression = TestModels.thirdParty("tf2onnx/regression/saved_model");
    try (SavedModel model = SavedModel.load(regression, CPU)) {
      float atZero = run(model, "serving_default", "X", 0, Shape.scalar(), "pred");
      float atOne = run(model, "serving_default", "X", 1, Shape.scalar(), "pred");
      float atThree = run(model, "serving_default", "X", 3, Shape.scalar(), "pred");
      // A line: three points of it must agree to float rounding.
      assertEquals(atZero + 3 * (atOne - atZero), atThree, 1e-5);
    }
  }

  @Test
  void inputThatTheGraphDoesNotUseMayBeFed() {
    Path redundant = TestModels.thirdParty("tf2onnx/saved_model_with_redundant_inputs");
    float[] ten = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] oneMore = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    try (SavedModel model = SavedModel.load(redundant, CPU);
        TFloat32 x = TFloat32.tensorOf(row(ten));
        TFloat32 y = TFloat32.tensorOf(row(ten));
        Result result = model.run("serving_default", Map.of("x", x, "y", y))) {
      float[] z = new float[10];
      result.get(0).asRawTensor().data().asFloats().read(z);
      assertArrayEquals(oneMore, z);
    }
  }

  @Test
  void corruptGraphIsRefusedWithItsFileAndOffset() throws IOException {
    byte[] good = TestModels.proto(tf -> TestModels.weightedSum(tf, 1)).toByteArray();
    Path file = temp.resolve("saved_model.pb");
    Files.write(file, Arrays.copyOf(good, good.length / 2));
    MalformedDataException truncated =
        assertThrows(MalformedDataException.class, () -> SavedModel.load(temp, CPU));
    String message = String.valueOf(truncated.getMessage());
    assertTrue(message.contains(file.toString()), message);
    assertEquals(good.length / 2, truncated.offset());
    Files.write(file, "not a graph".getBytes(StandardCharsets.UTF_8));
    assertThrows(MalformedDataException.class, () -> SavedModel.load(temp, CPU));
  }

  @Test
  void missingVariablesAreNamedAtLoad() throws IOException {
    Path good = TestModels.thirdParty("tfserving/saved_model_half_plus_two_tf2_cpu");
    Path broken = TestModels.copy(good, temp.resolve("broken"));
    Files.delete(broken.resolve("00000123/variables/variables.index"));
    String e = Failures.message(IllegalArgumentException.class, () -> SavedModel.load(broken, CPU));
    assertTrue(e.contains(broken.toString()), e);
    assertTrue(e.contains("variables.index"), e);
  }

  @Test
  void truncatedVariablesFailAtLoadInOneLine() throws IOException {
    Path good = TestModels.thirdParty("tfserving/saved_model_half_plus_two_tf2_cpu");
    Path broken = TestModels.copy(good, temp.resolve("broken"));
    Path index = broken.resolve("00000123/variables/variables.index");
    Files.write(index, Arrays.copyOf(Files.readAllBytes(index), 20));
    String e = Failures.message(IllegalArgumentException.class, () -> SavedModel.load(broken, CPU));
    assertTrue(e.contains(broken.toString()), e);
    assertEquals(1, e.lines().count());
  }

  @Test
  void folderWithoutModelIsNamed() {
    String empty =
        Failures.message(IllegalArgumentException.class, () -> SavedModel.load(temp, CPU));
    assertTrue(empty.contains(temp.toString()), empty);
    Path absent = temp.resolve("absent");
    String missing =
        Failures.message(IllegalArgumentException.class, () -> SavedModel.load(absent, CPU));
    assertTrue(missing.contains("does not exist"), missing);
  }

  private static NdArray<Float> row(float[] values) {
    return StdArrays.ndCopyOf(new float[][] {values});
  }

  private static float run(SavedModel model, String signature) {
    try (Result result = model.run(signature, Map.of())) {
      return first(result.get(0));
    }
  }

  private static float run(
      SavedModel model, String signature, String input, float x, Shape shape, String output) {
    try (TFloat32 tensor = TFloat32.tensorOf(shape)) {
      tensor.asRawTensor().data().asFloats().setFloat(x, 0);
      try (Result result = model.run(signature, Map.of(input, tensor))) {
        return first(result.get(output).orElseThrow());
      }
    }
  }

  private static float first(Tensor tensor) {
    return tensor.asRawTensor().data().asFloats().getFloat(0);
  }
}
