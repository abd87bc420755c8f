package dev.fathom.model;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * {@link DepthNetwork#infer} against the bare session run of the same graph on a tensor that is
 * already filled, outputs unread.
 *
 * <p>Input: 640×480 noise. {@code shipped} is {@code models/unet_rt}; {@code built} is three
 * convolutions at 320×240 with log-depth and log-variance, for where that is absent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields before it measures.
public class InferenceBenchmark {
  private static final Path SHIPPED = Path.of("models", "unet_rt");
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @Param({"built", "shipped"})
  String network;

  private DepthNetwork depthNetwork;
  private SavedModel bare;
  private Tensor filled;
  private String feed;
  private final List<String> fetches = new ArrayList<>();
  private final Image8 picture = new Image8().reshape(WIDTH, HEIGHT, 3);
  private final Intrinsics camera = new Intrinsics(WIDTH, HEIGHT, 500, 500, 319.5, 239.5);
  private final FloatImage depth = new FloatImage();
  private final FloatImage sigma = new FloatImage();

  @Setup(Level.Trial)
  public void load() throws IOException {
    Path model = network.equals("shipped") ? SHIPPED : build();
    new Random(5).nextBytes(picture.data());
    depthNetwork = DepthNetwork.load(model, ModelOptions.defaults());
    bare = SavedModel.load(model, ModelOptions.defaults());
    CardFit fit = CardFit.check(depthNetwork.card(), GraphFile.read(ModelDirectory.find(model)));
    feed = fit.image().tensor();
    fetches.add(fit.depthTensor().tensor());
    if (fit.logVarianceTensor() != null) {
      fetches.add(fit.logVarianceTensor().tensor());
    }
    ImageFeed writer = new ImageFeed(depthNetwork.card().getImage());
    filled = writer.write(picture);
  }

  @TearDown(Level.Trial)
  public void close() {
    filled.close();
    bare.close();
    depthNetwork.close();
  }

  @Benchmark
  public float bareSession() {
    Session.Runner runner = bare.session().runner().feed(feed, filled);
    fetches.forEach(runner::fetch);
    try (Result result = runner.run()) {
      return result.size();
    }
  }

  @Benchmark
  public float infer() {
    depthNetwork.infer(picture, camera, depth, sigma);
    return depth.data()[0];
  }

  private static Path build() throws IOException {
    Path directory = Files.createTempDirectory("fathom-inference");
    TestModels.save(directory, InferenceBenchmark::network);
    TestModels.card(
        directory,
        "task: MONO_DEPTH image { tensor: 'image' layout: NHWC colour_order: RGB"
            + " element_type: UINT8 resize: IN_GRAPH width: 320 height: 240 multiple_of: 16 }"
            + " outputs { tensor: 'depth' role: LOG_DEPTH canonical_focal_px: 250 }"
            + " outputs { tensor: 'lv' role: LOG_VARIANCE }");
    return directory;
  }

  private static TestModels.Ends network(Ops tf) {
    Placeholder<TUint8> image =
        tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(1, -1, -1, 3)));
    Operand<TFloat32> x = tf.image.resizeBilinear(image, tf.constant(new int[] {240, 320}));
    x = tf.math.mul(x, tf.constant(1 / 255f));
    x = tf.nn.relu(convolve(tf, x, 3, 16));
    x = tf.nn.relu(convolve(tf, x, 16, 32));
    x = tf.nn.relu(convolve(tf, x, 32, 16));
    return TestModels.Ends.of(image, convolve(tf, x, 16, 1)).and("lv", convolve(tf, x, 16, 1));
  }

  private static Operand<TFloat32> convolve(Ops tf, Operand<TFloat32> x, int from, int to) {
    float[] weights = new float[9 * from * to];
    Random random = new Random(from * 1000L + to);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / (9 * from)));
    }
    Operand<TFloat32> kernel =
        tf.reshape(tf.constant(weights), tf.constant(new int[] {3, 3, from, to}));
    return tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
  }
}
