package dev.fathom.pipeline;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.CandidateMatcher;
import dev.fathom.stereo.CandidateSelection;
import dev.fathom.stereo.Candidates;
import dev.fathom.stereo.Consistency;
import dev.fathom.stereo.DisparityMedian;
import dev.fathom.stereo.StereoOptions;
import dev.fathom.world.CutoutPairs;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.WorldSampler;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Milliseconds of processor time that a stereo frame of 640×480 costs, step by step and beside the
 * matchers without a network, and frames a second on two threads. Processor time hardly depends on
 * what else the machine does; frames a second do.
 *
 * <p>Input: a pair of cut-outs, where nearly every pixel is near an edge, and generated rooms and
 * streets; the disparities searched are an eighth of the width, and 64. Arguments: folder of the
 * network, models/fathom_stereo without one. Prints the least of several rounds.
 */
public final class StereoProcessorTime {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int WARM_UP = 12;
  private static final int ROUNDS = 6;
  private static final int FRAMES = 10;

  private StereoProcessorTime() {}

  /** A pair with what is searched. */
  private record Case(String name, Image8 left, Image8 right, int searched) {}

  public static void main(String[] arguments) throws InterruptedException {
    PairMatcher.singleThreaded();
    Path model = Path.of(arguments.length > 0 ? arguments[0] : "models/fathom_stereo");
    for (Case pair : cases()) {
      System.out.printf("%s, %d disparities%n", pair.name(), pair.searched());
      StereoOptions options = StereoOptions.defaults().withDisparities(0, pair.searched());
      Map<String, Runnable> steps = new LinkedHashMap<>();
      try (PairMatcher two = PairMatcher.semiGlobal(options);
          PairMatcher one = PairMatcher.semiGlobal(options.withConsistency(Consistency.ONE_MATCH));
          CandidateMatcher matcher = new CandidateMatcher(options);
          CandidateNetwork network = network(model);
          DisparityMedian median = new DisparityMedian();
          StereoPipeline plain = pipeline(options, PairMatcher.semiGlobal(options));
          StereoPipeline hybrid = pipeline(options, new HybridMatcher(options, network(model)))) {
        matchers(pair, two, one, steps);
        hybridSteps(pair, matcher, network, median, steps);
        steps.put("images to all products, two matches", whole(pair, plain));
        steps.put("images to all products, fathom_stereo", whole(pair, hybrid));
        print(steps);
      }
      staggered(pair, options, model);
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Image8 left = new Image8();
    Image8 right = new Image8();
    FloatImage truth = new FloatImage();
    new CutoutPairs(1, WIDTH, HEIGHT).sample(3, left, right, truth);
    cases.add(new Case("cut-outs", left, right, 64));
    WorldSampler world = new WorldSampler(77, WIDTH, HEIGHT, SamplerOptions.defaults());
    for (int index : new int[] {0, 5}) {
      Image8 colour = new Image8();
      Image8 rightColour = new Image8();
      world.sampleStereo(index, colour, rightColour, new FloatImage(), truth);
      Image8 grey = new Image8();
      Image8 rightGrey = new Image8();
      colour.toGrey(grey);
      rightColour.toGrey(rightGrey);
      cases.add(new Case("generated world " + index, grey, rightGrey, 64));
      cases.add(new Case("generated world " + index, grey, rightGrey, 80));
    }
    return cases;
  }

  private static CandidateNetwork network(Path model) {
    return CandidateNetwork.load(
        model, new ModelOptions("cpu", 1, 1, ModelOptions.defaults().bfloat16()));
  }

  private static StereoPipeline pipeline(StereoOptions options, PairMatcher matcher) {
    return new StereoPipeline(options, matcher, new PublishedRange(0.1f, 100));
  }

  private static void matchers(
      Case pair, PairMatcher two, PairMatcher one, Map<String, Runnable> steps) {
    FloatImage disparity = new FloatImage();
    FloatImage sigma = new FloatImage();
    steps.put("two matches", () -> two.match(pair.left(), pair.right(), disparity, sigma));
    steps.put("one match", () -> one.match(pair.left(), pair.right(), disparity, sigma));
  }

  private static void hybridSteps(
      Case pair,
      CandidateMatcher matcher,
      CandidateNetwork network,
      DisparityMedian median,
      Map<String, Runnable> steps) {
    Candidates candidates = new Candidates();
    CandidateFeatures features = new CandidateFeatures();
    CandidateSelection selection = new CandidateSelection();
    FloatImage disparity = new FloatImage();
    FloatImage sigma = new FloatImage();
    steps.put("  candidates", () -> matcher.match(pair.left(), pair.right(), candidates));
    steps.put("  features", () -> features.describe(pair.left(), pair.right(), candidates));
    steps.put(
        "  network and choice",
        () -> {
          selection.begin(candidates, disparity, sigma);
          network.score(features, selection::row);
          selection.end(1);
        });
    steps.put("  median", () -> median.apply(disparity));
  }

  private static Runnable whole(Case pair, StereoPipeline pipeline) {
    DepthEstimate estimate = new DepthEstimate();
    StageClock clock = new StageClock();
    ProductEncoder encoder = new ProductEncoder(PipelineOptions.defaults());
    Kept sink = new Kept();
    StereoFrame frame = frame(pair);
    return () -> {
      clock.start();
      pipeline.estimate(frame, estimate, clock);
      sink.encode(encoder, estimate, clock);
    };
  }

  private static StereoFrame frame(Case pair) {
    Intrinsics camera = new Intrinsics(WIDTH, HEIGHT, 520, 520, 319.5, 239.5);
    return new StereoFrame(
        1,
        view(pair.left()),
        view(pair.right()),
        new StereoCalibration(
            CameraCalibration.pinhole("left", camera),
            CameraCalibration.pinhole("right", camera),
            0.12));
  }

  private static ImageView view(Image8 image) {
    return new ImageView(
        PixelEncoding.MONO8, WIDTH, HEIGHT, WIDTH, false, image.data(), 0, image.size());
  }

  /** Gives out one buffer. */
  private static final class Kept implements ProductSink {
    private final CdrBuffer buffer = new CdrBuffer();

    @Override
    public CdrBuffer buffer() {
      return buffer;
    }

    @Override
    public void publish(Product product, long stampNanos, CdrBuffer message) {}

    void encode(ProductEncoder encoder, DepthEstimate estimate, StageClock clock) {
      try {
        encoder.encode(estimate, clock, this);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static void print(Map<String, Runnable> steps) {
    for (int n = 0; n < WARM_UP; n++) {
      steps.values().forEach(Runnable::run);
    }
    steps.forEach(
        (name, step) -> {
          double least = Double.POSITIVE_INFINITY;
          for (int round = 0; round < ROUNDS; round++) {
            double before = processorMillis();
            for (int n = 0; n < FRAMES; n++) {
              step.run();
            }
            least = Math.min(least, (processorMillis() - before) / FRAMES);
          }
          System.out.printf(Locale.ROOT, "  %-40s %6.1f ms%n", name, least);
        });
  }

  /** Of all threads of this process. */
  private static double processorMillis() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e6;
  }

  private static void staggered(Case pair, StereoOptions options, Path model)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    StereoFrame frame = frame(pair);
    DepthEstimate estimate = new DepthEstimate();
    StageClock clock = new StageClock();
    ProductEncoder encoder = new ProductEncoder(PipelineOptions.defaults());
    Kept sink = new Kept();
    try (StaggeredPipeline<StereoFrame> pipeline =
        new StaggeredPipeline<>(
            List.of(
                pipeline(options, new HybridMatcher(options, network(model))),
                pipeline(options, new HybridMatcher(options, network(model)))),
            KeptPair::new,
            threads)) {
      double most = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long before = System.nanoTime();
        for (int n = 0; n < 2 * FRAMES; n++) {
          clock.start();
          if (pipeline.estimate(frame, estimate, clock)) {
            sink.encode(encoder, estimate, clock);
          }
        }
        most = Math.max(most, 2 * FRAMES / ((System.nanoTime() - before) / 1e9));
      }
      System.out.printf(Locale.ROOT, "  %-40s %6.1f frames/s%n", "the same on two threads", most);
    }
    threads.shutdown();
  }
}
