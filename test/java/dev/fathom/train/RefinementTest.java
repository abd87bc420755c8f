package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.ModelOptions;
import dev.fathom.model.SavedModel;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.FewSamples;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.networks.Refinement;
import dev.fathom.train.networks.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A network that goes on learning on the frame at hand. */
class RefinementTest {
  private static final int STEPS = 10;
  private static final SampleSource SCENES = new FewSamples(WorldSource.training(5), 1);

  private static final ProgressListener QUIET =
      new ProgressListener() {
        @Override
        public boolean stepped(
            long step, double progress, double loss, double rate, double seconds) {
          return true;
        }

        @Override
        public void validated(long step, Validation validation) {}
      };

  private final Path folder;

  RefinementTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void stepsOnAFrameLowerItsLossAndChangeItsDepthUntilTheReset() throws IOException {
    TrainingPlan plan =
        SmallPlan.of("struct2depth", folder.resolve("out"), 1)
            .with("training.mixed_aspects", false)
            .with("training.batch", 1)
            .with("training.validation.samples", 1)
            .with("network.width_multiplier", 0.1);
    NetworkTraining.run(plan, SCENES, SCENES, QUIET);
    Map<Field, Tensor> frame = frame(plan);
    Path saved = folder.resolve("out").resolve(NetworkTraining.MODEL);
    try (SavedModel model = SavedModel.load(saved, ModelOptions.defaults());
        TFloat32 rate = TFloat32.scalarOf(0.02f)) {
      float[] depth = depth(model, frame);
      Map<String, Tensor> inputs = new HashMap<>(Map.of("learning_rate", rate));
      frame.forEach((field, tensor) -> inputs.put(key(field), tensor));
      double first = step(model, inputs);
      double last = first;
      for (int i = 1; i < STEPS; i++) {
        last = step(model, inputs);
      }
      double end = last;
      assertTrue(end < 0.99 * first, () -> "loss " + first + " to " + end);
      float[] refined = depth(model, frame);
      assertTrue(meanDifference(depth, refined) > 1e-4);

      model.run(Refinement.RESET, Map.of()).close();

      assertArrayEquals(depth, depth(model, frame));
    }
    frame.values().forEach(Tensor::close);
  }

  private static double step(SavedModel model, Map<String, Tensor> inputs) {
    try (Result result = model.run(Refinement.STEP, inputs)) {
      return Tensors.floats(result.get(0))[0];
    }
  }

  private static float[] depth(SavedModel model, Map<Field, Tensor> frame) {
    Map<String, Tensor> image = Map.of(key(Field.IMAGE), frame.get(Field.IMAGE));
    try (Result result = model.run(Signature.MAIN, image)) {
      return Tensors.floats(result.get(0));
    }
  }

  private static double meanDifference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static Map<Field, Tensor> frame(TrainingPlan plan) throws IOException {
    TrainOptions options = plan.options();
    Batch batch =
        Batch.gather(
            SCENES, plan.network().inputs(), 0, 1, options.width(), options.height(), null, 0);
    Map<Field, Tensor> frame = new HashMap<>();
    for (Field field : plan.network().inputs()) {
      Shape shape =
          field.kind() == Field.Kind.VECTOR
              ? Shape.of(1, field.channels())
              : Shape.of(1, batch.height(), batch.width(), field.channels());
      frame.put(
          field,
          field.isBytes()
              ? Tensors.uint8(shape, batch.bytes(field))
              : Tensors.float32(shape, batch.floats(field)));
    }
    return frame;
  }

  private static String key(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }
}
