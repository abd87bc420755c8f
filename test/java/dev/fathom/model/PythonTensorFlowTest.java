package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/** What Fathom exports must be of use to everybody: Python's TensorFlow is the third party. */
class PythonTensorFlowTest {
  private static final ModelOptions FLOAT32 = new ModelOptions("cpu", 1, 1, false);
  private static final NetworkSize PICTURE = new NetworkSize(160, 120);
  private static final Path SCRIPT = Path.of("test", "python", "run_saved_model.py");
  private static final long MOST_MINUTES = 3;

  /**
   * Two versions of TensorFlow add up the terms of a convolution in orders of their own; twenty
   * layers deep that leaves the last digits of a float32 open.
   */
  private static final float TOLERANCE = 2e-4f;

  @TempDir Path folder;

  @BeforeAll
  static void pythonHasTensorFlow() throws Exception {
    String reason = "";
    try {
      Process python =
          new ProcessBuilder("python3", "-c", "import tensorflow")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!python.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || python.exitValue() != 0) {
        python.destroyForcibly();
        reason = "python3 cannot import tensorflow";
      }
    } catch (IOException absent) {
      reason = "there is no python3";
    }
    if (!reason.isEmpty()) {
      System.out.println("skipped: " + reason + "; exported models are not run in Python");
    }
    Assumptions.assumeTrue(reason.isEmpty(), reason);
  }

  static Stream<Path> shipped() {
    return Models.list(Path.of("models")).stream().map(ModelEntry::directory);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void anExportedModelGivesTheSameInPython(Path directory) throws Exception {
    try (SavedModel model = SavedModel.load(directory, FLOAT32)) {
      Signature signature = StarterCard.choose(model.signatures());
      try (MadeUpInputs inputs = MadeUpInputs.of(signature, PICTURE)) {
        List<String> printed = runPython(model.directory(), signature, inputs.byKey());
        assertEquals(signature.outputs().size(), printed.size(), printed.toString());
        compare(model.session(), signature, inputs.byKey(), printed);
      }
    }
  }

  private void compare(
      Session session, Signature signature, Map<String, Tensor> inputs, List<String> printed)
      throws IOException {
    Session.Runner runner = session.runner();
    inputs.forEach(
        (key, tensor) ->
            runner.feed(
                session.graph().outputOrThrow(signature.inputs().get(key).tensor()), tensor));
    List<TensorSpec> outputs = List.copyOf(signature.outputs().values());
    outputs.forEach(output -> runner.fetch(session.graph().outputOrThrow(output.tensor())));
    try (Result result = runner.run()) {
      for (int i = 0; i < outputs.size(); i++) {
        Tensor here = result.get(i);
        String key = outputs.get(i).key();
        assertTrue(printed.contains(key + " " + sides(here, " ")), key + " among " + printed);
        float[] expected = new float[Math.toIntExact(here.shape().size())];
        here.asRawTensor().data().asFloats().read(expected);
        assertArrayEquals(expected, floats(folder.resolve(key + ".out")), TOLERANCE, key);
      }
    }
  }

  private List<String> runPython(Path model, Signature signature, Map<String, Tensor> inputs)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                SCRIPT.toString(),
                model.toString(),
                signature.name(),
                folder.toString()));
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      Tensor tensor = input.getValue();
      byte[] bytes = new byte[Math.toIntExact(tensor.numBytes())];
      tensor.asRawTensor().data().read(bytes);
      Files.write(folder.resolve(input.getKey() + ".in"), bytes);
      command.add(
          input.getKey()
              + ":"
              + signature.inputs().get(input.getKey()).dtype()
              + ":"
              + sides(tensor, "x"));
    }
    Path log = folder.resolve("log");
    Path printed = folder.resolve("printed");
    Process python =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(printed.toFile())
            .start();
    boolean ended = python.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    python.destroyForcibly();
    assertTrue(ended && python.exitValue() == 0, () -> tail(log));
    return Files.readAllLines(printed);
  }

  private static String sides(Tensor tensor, String between) {
    return LongStream.of(tensor.shape().asArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(between));
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
