package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.TestModels.Ends;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

class ModelBenchTest {
  private static final ModelOptions CPU = new ModelOptions("cpu", 1, 1, false);

  @TempDir Path folder;

  /** Design.md's figures for the network of [003] come from an independent count. */
  @Test
  void theShippedUnetCostsWhatItIsKnownToCost() {
    Path unet = Path.of("models", "unet_rt");
    BenchResult half =
        ModelBench.run(unet, new BenchOptions(new NetworkSize(320, 240), true, 1), CPU);
    assertEquals(26, half.flops().total() / 1e9, 0.5);
    assertEquals(1.225e6, (double) half.parameters(), 0.001e6);
    assertEquals(new NetworkSize(320, 240), half.network());
    BenchResult camera =
        ModelBench.run(unet, new BenchOptions(new NetworkSize(640, 480), false, 1), CPU);
    assertEquals(new NetworkSize(128, 96), camera.network());
    assertEquals("image uint8 [1, 480, 640, 3]", camera.input());
    // All sides are multiples of 16 at both sizes, so that the cost goes with the area.
    assertEquals(
        half.flops().total() * (128.0 * 96) / (320.0 * 240),
        (double) camera.flops().total(),
        1e-6 * 26e9);
  }

  @Test
  void severalInputsWithOpenSidesAreMadeUp() {
    Path model =
        TestModels.save(
            folder,
            tf -> {
              Operand<TFloat32> sparse = input(tf, "sparse", TFloat32.class, -1, -1, -1, 1);
              Operand<TUint8> image = input(tf, "image", TUint8.class, -1, -1, -1, 3);
              Operand<TInt32> index = input(tf, "index", TInt32.class, -1);
              Operand<TFloat32> both =
                  tf.concat(List.of(tf.dtypes.cast(image, TFloat32.class), sparse), tf.constant(3));
              Operand<TFloat32> filter = tf.gather(tf.constant(filter()), index, tf.constant(0));
              Operand<TFloat32> out =
                  tf.nn.conv2d(
                      both,
                      tf.reshape(filter, tf.constant(new int[] {1, 1, 4, 2})),
                      List.of(1L, 1L, 1L, 1L),
                      "SAME");
              return new Ends(
                  Map.of("sparse", sparse, "image", image, "index", index), Map.of("out", out));
            });
    BenchResult result =
        ModelBench.run(model, new BenchOptions(new NetworkSize(6, 5), false, 3), CPU);
    assertEquals(
        "image uint8 [1, 5, 6, 3], index int32 [1], sparse float32 [1, 5, 6, 1]", result.input());
    assertEquals(2L * (6 * 5 * 2) * 4, result.flops().total());
    assertEquals(16, result.parameters());
    assertTrue(result.medianMilliseconds() <= result.p90Milliseconds());
    assertTrue(result.device().startsWith("CPU"), result.device());
  }

  @Test
  void anInputThatCannotBeMadeUpIsNamed() {
    Path model =
        TestModels.save(
            folder,
            tf -> {
              Operand<TString> text = input(tf, "text", TString.class, -1);
              return new Ends(Map.of("text", text), Map.of("out", tf.identity(text)));
            });
    BenchOptions bench = new BenchOptions(new NetworkSize(6, 5), false, 1);
    String message =
        assertThrows(ModelException.class, () -> ModelBench.run(model, bench, CPU)).getMessage();
    assertTrue(message.contains("'text' is string [?]"), message);
  }

  @Test
  void thirdPartyModelsWithVariablesRun() {
    BenchOptions bench = new BenchOptions(new NetworkSize(6, 5), false, 2);
    BenchResult result =
        ModelBench.run(
            TestModels.thirdParty("tfserving/saved_model_half_plus_two_cpu"), bench, CPU);
    assertEquals(0, result.flops().total());
  }

  /** Two rows of 8. */
  private static float[][] filter() {
    return new float[2][8];
  }

  private static <T extends org.tensorflow.types.family.TType> Operand<T> input(
      Ops tf, String name, Class<T> type, long... sides) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(sides)));
  }
}
