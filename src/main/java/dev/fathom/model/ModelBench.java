package dev.fathom.model;

import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Resize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.RunMetadata;

/**
 * Measures what a SavedModel of any origin costs on this device.
 *
 * <p>Threads: one measurement at a time, or they measure each other. Cost: the model is loaded and
 * run some {@value #WARM_UPS} times more than is asked for.
 */
public final class ModelBench {
  private static final int WARM_UPS = 5;
  private static final int COLOURS = 3;

  private ModelBench() {}

  /**
   * Loads a model, runs it on made-up inputs and closes it.
   *
   * @throws IllegalArgumentException if there is no such folder or no such device
   * @throws ModelException if the model cannot be loaded, needs inputs that cannot be made up, or
   *     fails on them
   * @throws dev.fathom.codec.MalformedDataException if {@code saved_model.pb} is corrupt
   */
  public static BenchResult run(Path directory, BenchOptions bench, ModelOptions options) {
    GraphFile file = GraphFile.read(ModelDirectory.find(directory));
    Signature signature = signature(file);
    loadTensorFlow(options);
    ProcessMemory.resetPeak();
    OptionalLong before = ProcessMemory.residentBytes();
    try (SavedModel model = SavedModel.load(file, options);
        Feeds feeds = Feeds.of(file, signature, bench)) {
      TracedRun traced = trace(model.session(), feeds, signature);
      long[] nanos = time(model.session(), feeds, signature, bench.runs());
      Arrays.sort(nanos);
      OptionalLong peak = ProcessMemory.peakBytes();
      return new BenchResult(
          file.directory().name(),
          feeds.text(),
          feeds.network,
          quantile(nanos, 0.5),
          quantile(nanos, 0.9),
          FlopCount.of(traced),
          ParameterCount.of(file, signature),
          traced.allocatedBytes(),
          before.isPresent() && peak.isPresent()
              ? OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong()))
              : OptionalLong.empty(),
          traced.device());
    } catch (TensorFlowException | IllegalStateException e) {
      throw new ModelException(directory + " fails: " + SavedModel.firstLine(e), e);
    }
  }

  /** What is fed: the signature's inputs, and where asked for the picture behind the resizing. */
  private static final class Feeds implements AutoCloseable {
    private final MadeUpInputs inputs;
    private final Map<String, Tensor> byTensor = new TreeMap<>();
    private @Nullable Tensor resized;
    private @Nullable NetworkSize network;

    private Feeds(MadeUpInputs inputs) {
      this.inputs = inputs;
    }

    static Feeds of(GraphFile file, Signature signature, BenchOptions bench) {
      Feeds feeds = new Feeds(MadeUpInputs.of(signature, bench.size()));
      feeds
          .inputs
          .byKey()
          .forEach((key, tensor) -> feeds.byTensor.put(spec(signature, key).tensor(), tensor));
      String behind =
          bench.atNetwork() ? GraphResize.find(file.metaGraph().getGraphDef(), signature) : null;
      if (behind == null) {
        feeds.network = networkSize(file, feeds.inputs.picture());
      } else {
        feeds.network = bench.size();
        feeds.resized =
            MadeUpInputs.noise(Shape.of(1, bench.size().height(), bench.size().width(), COLOURS));
        feeds.byTensor.put(behind, feeds.resized);
      }
      return feeds;
    }

    /** As {@code image uint8 [1, 480, 640, 3]}. */
    String text() {
      if (resized != null) {
        return "behind its resizing: float32 " + shape(resized);
      }
      return inputs.byKey().entrySet().stream()
          .map(
              input ->
                  input.getKey()
                      + " "
                      + TensorSpec.dtypeName(input.getValue().asRawTensor().dataType())
                      + " "
                      + shape(input.getValue()))
          .collect(Collectors.joining(", "));
    }

    private static String shape(Tensor tensor) {
      return Arrays.toString(tensor.shape().asArray());
    }

    @Override
    public void close() {
      inputs.close();
      if (resized != null) {
        resized.close();
      }
    }
  }

  /** So that its start does not count as the first model's. */
  private static void loadTensorFlow(ModelOptions options) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, Devices.configure(options))) {
      session.runner().fetch(Ops.create(graph).constant(1f)).run().close();
    }
  }

  private static Signature signature(GraphFile file) {
    Signature signature = StarterCard.choose(file.signatures());
    if (signature == null) {
      throw new ModelException(file.directory().version() + " has no signature to run");
    }
    return signature;
  }

  private static TensorSpec spec(Signature signature, String key) {
    TensorSpec spec = signature.inputs().get(key);
    if (spec == null) {
      throw new IllegalArgumentException("no input '" + key + "' in " + signature.name());
    }
    return spec;
  }

  private static @Nullable NetworkSize networkSize(GraphFile file, @Nullable NetworkSize picture) {
    if (picture == null || CardFile.find(file.directory()).isEmpty()) {
      return picture;
    }
    ModelCard card = CardFile.read(file.directory());
    ImageInput image = card.getImage();
    return image.getResize() == Resize.IN_GRAPH
        ? ImageFeed.networkSize(image, picture.width(), picture.height())
        : picture;
  }

  private static Session.Runner runner(Session session, Feeds feeds, Signature signature) {
    Session.Runner runner = session.runner();
    feeds.byTensor.forEach(
        (name, tensor) -> runner.feed(session.graph().outputOrThrow(name), tensor));
    signature
        .outputs()
        .values()
        .forEach(output -> runner.fetch(session.graph().outputOrThrow(output.tensor())));
    return runner;
  }

  private static TracedRun trace(Session session, Feeds feeds, Signature signature) {
    Session.Runner runner = runner(session, feeds, signature).setOptions(TracedRun.OPTIONS);
    try (Result result = runner.runAndFetchMetadata()) {
      return new TracedRun(result.getMetadata().orElseGet(RunMetadata::getDefaultInstance));
    }
  }

  private static long[] time(Session session, Feeds feeds, Signature signature, int runs) {
    long[] nanos = new long[runs];
    for (int run = -WARM_UPS; run < runs; run++) {
      Session.Runner runner = runner(session, feeds, signature);
      long started = System.nanoTime();
      try (Result result = runner.run()) {
        if (run >= 0) {
          nanos[run] = System.nanoTime() - started;
        }
      }
    }
    return nanos;
  }

  /** Milliseconds that a share of the sorted runs took at most. */
  private static double quantile(long[] sorted, double share) {
    int at = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, at)] / 1e6;
  }
}
