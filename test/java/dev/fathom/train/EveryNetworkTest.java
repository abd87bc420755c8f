package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import dev.fathom.config.RecordBinding;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelException;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.card.InputRole;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.DerivedFields;
import dev.fathom.train.data.FewSamples;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Networks;
import dev.fathom.train.networks.Predictions;
import dev.fathom.train.networks.SampleTensors;
import dev.fathom.train.networks.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * What every network of the table must do, each made thin: learn, by the batch's statistics and by
 * the running ones; be exported with a valid card; give the same numbers then.
 */
class EveryNetworkTest {
  private static final int STEPS = 16;
  private static final int HALF = STEPS / 2;
  private static final int SAMPLES = 2;
  private static final double FOCAL_PX = 77;
  private static final ModelOptions FLOAT32 = new ModelOptions("cpu", 1, 1, false);

  private static final Map<String, Object> UNET_RT =
      Map.of(
          "network.first",
          6,
          "network.encoder",
          List.of(8, 8, 12, 12),
          "network.decoder",
          List.of(16, 12, 8, 8));

  /** Networks with a schedule change what they learn at the half. */
  private static final Map<String, Object> SCHEDULED =
      Map.of("network.width_multiplier", 0.1, "network.depth_share", 0.5);

  private static final Map<String, Object> MULTIPLIED = Map.of("network.width_multiplier", 0.1);

  /** How a network is made thin; by its width multiplier, if it has one, unless it stands here. */
  private static final Map<String, Map<String, Object>> THIN =
      Map.of(
          "fathom_mono",
          Map.of("network.multiplier", 0.25),
          "fathom_complete",
          Map.of("network.multiplier", 0.5),
          "struct2depth",
          Map.of("network.width_multiplier", 0.1, "network.objects", 1),
          "fathom_pose",
          Map.of("network.channels", 4, "network.features", 1, "network.iterations", 2),
          "unet_rt",
          UNET_RT,
          "unet_rt_thermal",
          UNET_RT,
          "unetpp",
          SCHEDULED,
          "lraspp",
          SCHEDULED,
          // Untrained, it expects half the searched disparities, which must lie within the picture.
          "stereo_photometric",
          Map.of("network.disparities", 4));

  /** As it stands: to rewrite a graph for one run takes longer than the run. */
  private static final ConfigProto PLAIN =
      ConfigProto.newBuilder()
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
          .build();

  /** What a pipeline gives a network besides its picture. */
  private static final Set<InputRole> FED =
      EnumSet.of(InputRole.SPARSE_DEPTH, InputRole.INTRINSICS);

  private static final SampleSource SCENES = new FewSamples(WorldSource.training(11), SAMPLES);

  private final Path folder;

  EveryNetworkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static Stream<String> names() {
    return Networks.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void learnsAndGivesTheSameNumbersOnceExported(String name) throws IOException {
    TrainingPlan plan = plan(name);
    assumeFields(plan.network());
    List<Double> losses = new ArrayList<>();
    Trainer.Trained trained =
        NetworkTraining.run(
            plan,
            SCENES,
            SCENES,
            new ProgressListener() {
              @Override
              public boolean stepped(
                  long step, double progress, double loss, double rate, double seconds) {
                losses.add(loss);
                return true;
              }

              @Override
              public void validated(long step, Validation validation) {}
            });

    assertFalls(losses.subList(0, HALF));
    assertFalls(losses.subList(HALF, STEPS));
    assertTrue(trained.parameters() > 0);
    assertEveryVariableLearned(trained.values());
    assertTrue(Double.isFinite(trained.validation().score()));
    ModelCard card = card();
    assertCardSpeaksOf(card, plan.network());
    assertExportEquals(plan, trained.values());
    if (card.getTask() == Task.MONO_DEPTH) {
      assertDepthNetworkTakes(card, plan, trained.values());
    }
  }

  private static void assumeFields(Network network) {
    Set<Field> missing = EnumSet.copyOf(network.inputs());
    missing.addAll(network.truth());
    missing.removeAll(DerivedFields.of(SCENES, missing).fields());
    if (!missing.isEmpty()) {
      System.out.println("skipped: the world has no " + missing + " for " + network.name());
    }
    Assumptions.assumeTrue(missing.isEmpty());
  }

  private static void assertFalls(List<Double> losses) {
    int last = losses.size() - 1;
    double end = Math.max(losses.get(last), losses.get(last - 1));
    assertTrue(end < losses.get(0), () -> "losses " + losses);
  }

  /** Adam's first moment of a variable that never got a gradient is 0 everywhere. */
  private static void assertEveryVariableLearned(Map<String, float[]> values) {
    List<String> still = new ArrayList<>();
    values.forEach(
        (name, moment) -> {
          boolean moved = false;
          for (float m : moment) {
            assertTrue(Float.isFinite(m), name);
            moved |= m != 0;
          }
          if (name.endsWith(".first_moment") && !moved) {
            still.add(name);
          }
        });
    assertEquals(List.of(), still);
  }

  private ModelCard card() throws IOException {
    Path file = model().resolve("assets.extra/model_card.textproto");
    return TextFormat.parse(Files.readString(file), ModelCard.class);
  }

  private Path model() {
    return folder.resolve("out").resolve(NetworkTraining.MODEL);
  }

  private static void assertCardSpeaksOf(ModelCard card, Network network) {
    Signature main = network.signatures().get(0);
    assertEquals(network.name(), card.getName());
    assertEquals(main.task(), card.getTask());
    assertEquals(main.outputs().size(), card.getOutputsCount());
    assertEquals(main.inputs().size() - 1, card.getInputsCount());
    int refinement = network.refinement().isPresent() ? 2 : 0;
    assertEquals(network.signatures().size() - 1 + refinement, card.getOthersCount());
    assertTrue(card.getOutputsList().stream().noneMatch(o -> o.getRole() == Role.ROLE_UNSPECIFIED));
  }

  /** The network in use on the trained variables, against the SavedModel. */
  private void assertExportEquals(TrainingPlan plan, Map<String, float[]> values)
      throws IOException {
    Network network = plan.network();
    Signature main = network.signatures().get(0);
    List<String> keys = main.outputs().stream().map(Output::getTensor).toList();
    Batch batch = batch(network, plan.options());
    List<float[]> expected = inUse(network, values, batch, keys);
    try (SavedModelBundle bundle =
        SavedModelBundle.loader(model().toString())
            .withTags("serve")
            .withConfigProto(PLAIN)
            .load()) {
      var signature = bundle.function(main.name()).signature();
      Session.Runner runner = bundle.session().runner();
      List<Tensor> fed = new ArrayList<>();
      for (Field field : main.inputs()) {
        Tensor tensor = tensor(field, batch);
        fed.add(tensor);
        String key = field.name().toLowerCase(Locale.ROOT);
        runner.feed(signature.getInputs().get(key).name, tensor);
      }
      keys.forEach(key -> runner.fetch(signature.getOutputs().get(key).name));
      try (Result result = runner.run()) {
        for (int i = 0; i < keys.size(); i++) {
          float[] found = Tensors.floats(result.get(i));
          // Folding batch normalisation rounds each weight once more.
          assertArrayEquals(expected.get(i), found, tolerance(expected.get(i)), keys.get(i));
        }
      }
      fed.forEach(Tensor::close);
    }
  }

  private static float tolerance(float[] values) {
    float largest = 1;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return 2e-3f * largest;
  }

  private static Batch batch(Network network, TrainOptions options) throws IOException {
    Set<Field> fields = EnumSet.copyOf(network.inputs());
    SampleSource source = DerivedFields.of(SCENES, fields);
    return Batch.gather(source, fields, 0, SAMPLES, options.width(), options.height(), null, 0);
  }

  private static List<float[]> inUse(
      Network network, Map<String, float[]> values, Batch batch, List<String> keys) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<Field, Placeholder<? extends TNumber>> feeds = new EnumMap<>(Field.class);
      for (Field field : network.inputs()) {
        Placeholder.Options shape = Placeholder.shape(shape(field, batch));
        feeds.put(
            field,
            field.isBytes()
                ? tf.placeholder(TUint8.class, shape)
                : tf.placeholder(TFloat32.class, shape));
      }
      Map<Field, Operand<? extends TNumber>> fed = Map.copyOf(feeds);
      Variables variables = new Variables(tf);
      Predictions predictions =
          network.build(new TrainedLayers(tf, variables, false), new SampleTensors(tf, fed, null));
      Map<String, float[]> known = new LinkedHashMap<>();
      variables.all().forEach(v -> known.put(v.name(), values.get(v.name())));
      try (Session session = new Session(graph, PLAIN)) {
        variables.restore(session, known);
        Session.Runner runner = session.runner();
        List<Tensor> tensors = new ArrayList<>();
        feeds.forEach(
            (field, placeholder) -> {
              Tensor tensor = tensor(field, batch);
              tensors.add(tensor);
              runner.feed(placeholder, tensor);
            });
        keys.forEach(key -> runner.fetch(predictions.get(key)));
        List<float[]> all = new ArrayList<>();
        try (Result result = runner.run()) {
          result.forEach(entry -> all.add(Tensors.floats(entry.getValue())));
        }
        tensors.forEach(Tensor::close);
        return all;
      }
    }
  }

  private static Shape shape(Field field, Batch batch) {
    return field.kind() == Field.Kind.VECTOR
        ? Shape.of(batch.count(), field.channels())
        : Shape.of(batch.count(), batch.height(), batch.width(), field.channels());
  }

  private static Tensor tensor(Field field, Batch batch) {
    return field.isBytes()
        ? Tensors.uint8(shape(field, batch), batch.bytes(field))
        : Tensors.float32(shape(field, batch), batch.floats(field));
  }

  /** By its card alone: the metres that its numbers mean, or a refusal that says why. */
  private void assertDepthNetworkTakes(
      ModelCard card, TrainingPlan plan, Map<String, float[]> values) throws IOException {
    boolean relative = card.getOutputs(0).getRole() == Role.RELATIVE_DEPTH;
    boolean fed = card.getInputsList().stream().allMatch(i -> FED.contains(i.getRole()));
    if (fed && card.getInputsCount() > 0 && !relative) {
      DepthNetwork.load(model(), FLOAT32).close();
      return;
    }
    if (relative || card.getInputsCount() > 0) {
      ModelException refusal =
          assertThrows(ModelException.class, () -> DepthNetwork.load(model(), FLOAT32));
      String why = fed ? "RELATIVE_DEPTH: its scale is unknown" : "which no pipeline feeds";
      assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
      return;
    }
    Batch batch = batch(plan.network(), plan.options());
    Output output = card.getOutputs(0);
    float[] numbers = inUse(plan.network(), values, batch, List.of(output.getTensor())).get(0);
    Image8 picture = new Image8().reshape(batch.width(), batch.height(), 3);
    System.arraycopy(batch.bytes(Field.IMAGE), 0, picture.data(), 0, picture.size());
    Intrinsics camera =
        new Intrinsics(batch.width(), batch.height(), FOCAL_PX, FOCAL_PX, batch.width() / 2.0, 20);
    FloatImage depth = new FloatImage();
    FloatImage sigma = new FloatImage();
    try (DepthNetwork network = DepthNetwork.load(model(), FLOAT32)) {
      assertTrue(network.predictsSigma());
      network.infer(picture, camera, depth, sigma);
    }
    assertEquals(numbers.length, batch.count() * depth.size());
    assertEquals(depth.size(), sigma.size());
    OutputCode code = new OutputCode(output);
    for (int i = 0; i < depth.size(); i++) {
      double metres = code.metres(numbers[i], FOCAL_PX);
      // Beside the ends of the range one may know a depth that the other does not.
      if (code.isWithinRange(0.9 * metres, FOCAL_PX)
          && code.isWithinRange(1.1 * metres, FOCAL_PX)) {
        assertEquals(metres, depth.data()[i], 2e-3 * (1 + metres));
      }
    }
  }

  private TrainingPlan plan(String name) throws IOException {
    TrainingPlan plan =
        SmallPlan.of(name, folder.resolve("out"), STEPS)
            .with("training.mixed_aspects", false)
            .with("training.augmentation.flip", false)
            .with("training.augmentation.gamma", 0.0)
            .with("training.augmentation.exposure", 0.0)
            .with("training.augmentation.colour", 0.0)
            .with("training.batch", SAMPLES)
            .with("training.validation.samples", SAMPLES)
            .with("training.learning.last_share", 1.0)
            .with("training.learning.warm_up_steps", 0)
            .with("training.learning.batch_statistics_share", 0.5);
    boolean hasMultiplier = RecordBinding.names(plan.parameters()).containsAll(MULTIPLIED.keySet());
    Map<String, Object> byDefault = hasMultiplier ? MULTIPLIED : Map.of();
    for (var setting : THIN.getOrDefault(name, byDefault).entrySet()) {
      plan = plan.with(setting.getKey(), setting.getValue());
    }
    return plan;
  }
}
