package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.ModelOptions;
import dev.fathom.model.SavedModel;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.ModelCard;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.FewSamples;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.layers.WeightFormat;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Refinement;
import dev.fathom.train.networks.SampleTensors;
import dev.fathom.train.networks.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** A network that goes on learning on the frame at hand. */
class RefinementTest {
  private static final int STEPS = 10;

  /** In bfloat16 a step would make NaN of the weights: what learns is run without it. */
  private static final ModelOptions ASKED = new ModelOptions("cpu", 1, 1, true);

  private static final SampleSource SCENES = new FewSamples(WorldSource.training(5), 1);

  private final Path folder;

  RefinementTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void stepsOnAFrameLowerItsLossAndChangeItsDepthUntilTheReset() throws IOException {
    TrainingPlan plan =
        SmallPlan.of("struct2depth", folder, 1)
            .with("network.objects", 1)
            .with("network.width_multiplier", 0.1);
    Path saved = folder.resolve("saved");
    ModelCard card =
        ModelCard.newBuilder().setImage(ImageInput.newBuilder().setWidth(64).setHeight(48)).build();
    ModelExport.write(
        saved, plan.network(), firstValues(plan.network()), card, WeightFormat.FLOAT32);
    Map<Field, Tensor> frame = frame(plan);
    try (SavedModel model = SavedModel.load(saved, ASKED);
        TFloat32 rate = TFloat32.scalarOf(0.2f)) {
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
      assertTrue(meanDifference(depth, refined) > 1e-5);

      model.run(Refinement.RESET, Map.of()).close();

      assertArrayEquals(depth, depth(model, frame));
    }
    frame.values().forEach(Tensor::close);
  }

  /** Of every variable, untrained. */
  private static Map<String, float[]> firstValues(Network network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<Field, Operand<? extends TNumber>> fed = new EnumMap<>(Field.class);
      for (Field field : network.inputs()) {
        Shape shape =
            field.kind() == Field.Kind.VECTOR
                ? Shape.of(1, field.channels())
                : Shape.of(1, 48, 64, field.channels());
        fed.put(field, tf.placeholder(TFloat32.class, Placeholder.shape(shape)));
      }
      Variables variables = new Variables(tf);
      network.build(new TrainedLayers(tf, variables, false), new SampleTensors(tf, fed, null));
      try (Session session = new Session(graph)) {
        variables.initialise(session, 3);
        return variables.read(session);
      }
    }
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
