package dev.fathom.pipeline;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.CandidateMatcher;
import dev.fathom.stereo.CandidateSelection;
import dev.fathom.stereo.Candidates;
import dev.fathom.stereo.Consistency;
import dev.fathom.stereo.StereoOptions;
import dev.fathom.world.CutoutPairs;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
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

/**
 * The hybrid, and its steps, beside the matchers without a network.
 *
 * <p>Input: one generated pair of cut-outs, 640×480, 64 disparities searched. The steps {@code
 * proposing} and {@code deciding} are what two threads would share: throughput is that of the
 * slower one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HybridBenchmark {
  private static final StereoOptions OPTIONS =
      StereoOptions.defaults().withDisparities(0, 64).withFill(true);

  /** Threads of OpenCV and of TensorFlow. */
  @Param({"1", "2"})
  public int threads = 1;

  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final FloatImage disparity = new FloatImage();
  private final FloatImage sigma = new FloatImage();
  private final PairMatcher twoMatches = PairMatcher.semiGlobal(OPTIONS);
  private final PairMatcher oneMatch =
      PairMatcher.semiGlobal(OPTIONS.withConsistency(Consistency.ONE_MATCH));
  private final CandidateMatcher matcher = new CandidateMatcher(OPTIONS);
  private final Candidates candidates = new Candidates();
  private final CandidateFeatures features = new CandidateFeatures();
  private final CandidateSelection selection = new CandidateSelection();
  private HybridMatcher hybrid;
  private CandidateNetwork network;

  @Setup(Level.Trial)
  public void prepare() {
    opencv_core.setNumThreads(threads);
    new CutoutPairs(1, 640, 480).sample(3, left, right, disparity);
    ModelOptions options = new ModelOptions("cpu", threads, 1, ModelOptions.defaults().bfloat16());
    Path model = Path.of("models", "fathom_stereo");
    hybrid = new HybridMatcher(OPTIONS, CandidateNetwork.load(model, options));
    network = CandidateNetwork.load(model, options);
    matcher.match(left, right, candidates);
  }

  @TearDown(Level.Trial)
  public void release() {
    twoMatches.close();
    oneMatch.close();
    matcher.close();
    hybrid.close();
    network.close();
  }

  @Benchmark
  public FloatImage plainOneMatch() {
    oneMatch.match(left, right, disparity, sigma);
    return disparity;
  }

  @Benchmark
  public FloatImage plainTwoMatches() {
    twoMatches.match(left, right, disparity, sigma);
    return disparity;
  }

  @Benchmark
  public FloatImage whole() {
    hybrid.match(left, right, disparity, sigma);
    return disparity;
  }

  @Benchmark
  public Candidates proposing() {
    matcher.match(left, right, candidates);
    return candidates;
  }

  @Benchmark
  public FloatImage deciding() {
    features.describe(left, right, candidates);
    selection.begin(candidates, disparity, sigma);
    network.score(features, selection::row);
    selection.end(1);
    return disparity;
  }
}
