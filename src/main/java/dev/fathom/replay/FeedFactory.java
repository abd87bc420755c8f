package dev.fathom.replay;

import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.model.DepthNetwork;
import dev.fathom.pipeline.DepthPipeline;
import dev.fathom.pipeline.KeptPair;
import dev.fathom.pipeline.MonoPipeline;
import dev.fathom.pipeline.Networks;
import dev.fathom.pipeline.PairMatcher;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.ProductEncoder;
import dev.fathom.pipeline.PublishedRange;
import dev.fathom.pipeline.StaggeredPipeline;
import dev.fathom.pipeline.StereoPipeline;
import dev.fathom.pipeline.sync.MeasuredTrack;
import dev.fathom.pipeline.sync.StereoGeometry;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses pipeline and topics for a recording, and opens them. Two kinds, one line each: mono and
 * stereo. To be closed in any case: what was chosen may hold a network before {@link #open}, and
 * closing it twice does no harm.
 */
sealed interface FeedFactory extends AutoCloseable {
  String pipelineName();

  String modelName();

  /** The topic whose messages are the frames. */
  String frameTopic();

  /** What this pipeline can publish of what was asked for. */
  Set<Product> products();

  OpenFeed open(
      ProductEncoder encoder,
      RecordingOutput output,
      Previews previews,
      Drops drops,
      ReplayProgress progress,
      long framesExpected)
      throws IOException;

  @Override
  void close();

  /**
   * Finds cameras and calibrations; everything that can be wrong with the choice is said here,
   * before anything is written.
   */
  static FeedFactory choose(RecordingInputs inputs, ReplayOptions options, ReplayProgress progress)
      throws IOException {
    CameraTopics cameras = new CameraTopics(inputs.typeOfRecordedTopic());
    ReplayOptions.NamedTopics named = options.topics();
    if (!isStereo(cameras, options)) {
      return Mono.prepare(inputs, camera(cameras, named, inputs, progress), options, progress);
    }
    requireNoMonoModel(options.pipeline().model());
    return Stereo.prepare(inputs, pair(cameras, named, inputs), options, progress);
  }

  /** A network that was asked for and would not be used is a misunderstanding. */
  private static void requireNoMonoModel(String model) {
    if (!model.equals(PipelineOptions.defaults().model())) {
      throw new IllegalArgumentException(
          "model is '"
              + model
              + "', but the pipeline is stereo, which has no use for it: its parameter is"
              + " stereo.model (or give --pipeline mono)");
    }
  }

  private static boolean isStereo(CameraTopics cameras, ReplayOptions options) {
    return switch (options.kind()) {
      case STEREO -> true;
      case MONO -> false;
      case AUTO ->
          options.topics().image() == null
              && (options.topics().left() != null
                  || (cameras.pairs().size() == 1 && cameras.cameras().size() == 2));
    };
  }

  private static CameraTopics.Camera camera(
      CameraTopics cameras,
      ReplayOptions.NamedTopics named,
      RecordingInputs inputs,
      ReplayProgress progress) {
    String topic = named.image();
    if (topic == null) {
      topic = cameras.onlyCamera().topic();
      if (cameras.cameras().size() > 1) {
        String right = cameras.pairs().get(0).right().topic();
        progress.phase(
            "taking " + topic + ", the left camera of the pair with " + right + "; see --image");
      }
    }
    return CameraTopics.named(topic, named.info(), inputs.typeOfTopic());
  }

  private static CameraTopics.Pair pair(
      CameraTopics cameras, ReplayOptions.NamedTopics named, RecordingInputs inputs) {
    if (named.left() == null || named.right() == null) {
      CameraTopics.Pair found = cameras.onlyPair();
      return new CameraTopics.Pair(
          CameraTopics.named(found.left().topic(), named.leftInfo(), inputs.typeOfTopic()),
          CameraTopics.named(found.right().topic(), named.rightInfo(), inputs.typeOfTopic()));
    }
    return new CameraTopics.Pair(
        CameraTopics.named(named.left(), named.leftInfo(), inputs.typeOfTopic()),
        CameraTopics.named(named.right(), named.rightInfo(), inputs.typeOfTopic()));
  }

  /** One camera and a network. */
  record Mono(
      CameraTopics.Camera camera,
      CalibrationTrack calibration,
      DepthNetwork network,
      @Nullable MeasuredTrack measured,
      PipelineOptions options)
      implements FeedFactory {
    static Mono prepare(
        RecordingInputs inputs,
        CameraTopics.Camera camera,
        ReplayOptions options,
        ReplayProgress progress)
        throws IOException {
      CalibrationTrack calibration = inputs.calibrations(camera).get(0);
      progress.phase("loading model " + options.pipeline().model());
      DepthNetwork network = Networks.load(options.pipeline(), options.modelsDirectory());
      try {
        return new Mono(
            camera,
            calibration,
            network,
            measured(inputs, calibration, network, options.pipeline()),
            options.pipeline());
      } catch (IOException | RuntimeException e) {
        network.close();
        throw e;
      }
    }

    /** Null for a network that sees depth in the picture alone. */
    private static @Nullable MeasuredTrack measured(
        RecordingInputs inputs,
        CalibrationTrack calibration,
        DepthNetwork network,
        PipelineOptions options)
        throws IOException {
      return network.completesDepth()
          ? inputs.measured(
              options.measuredDepth(), calibration.calibration().orElseThrow().frameId())
          : null;
    }

    @Override
    public String pipelineName() {
      return "mono";
    }

    @Override
    public void close() {
      network.close();
    }

    @Override
    public String modelName() {
      return network.card().getName();
    }

    @Override
    public String frameTopic() {
      return camera.topic();
    }

    @Override
    public Set<Product> products() {
      Set<Product> products = EnumSet.copyOf(Product.parse(options.products()));
      products.remove(Product.DISPARITY);
      if (!network.predictsSigma()) {
        products.remove(Product.SIGMA);
      }
      return products;
    }

    @Override
    public OpenFeed open(
        ProductEncoder encoder,
        RecordingOutput output,
        Previews previews,
        Drops drops,
        ReplayProgress progress,
        long framesExpected) {
      MonoPipeline pipeline = new MonoPipeline(network, PublishedRange.of(options));
      return new OpenFeed(
          new MonoFeed(
              camera,
              calibration,
              measured,
              new FrameRunner<>(
                  pipeline, encoder, output, previews, drops, progress, framesExpected)),
          pipeline,
          null);
    }
  }

  /** A pair of cameras and what matches its pictures, one frame each. */
  record Stereo(
      CameraTopics.Pair pair,
      CalibrationTrack left,
      CalibrationTrack right,
      StereoGeometry geometry,
      List<PairMatcher> matchers,
      PipelineOptions options)
      implements FeedFactory {
    /** Frames worked on at a time. It is the same everywhere, so that bytes are, too. */
    private static final int AT_A_TIME = 2;

    static Stereo prepare(
        RecordingInputs inputs,
        CameraTopics.Pair pair,
        ReplayOptions options,
        ReplayProgress progress)
        throws IOException {
      List<CalibrationTrack> tracks = inputs.calibrations(pair.left(), pair.right());
      CameraCalibration left = tracks.get(0).calibration().orElseThrow();
      CameraCalibration right = tracks.get(1).calibration().orElseThrow();
      StereoGeometry geometry =
          new StereoGeometry(
              StereoCalibration.hasBaseline(left, right)
                  ? RecordedTransforms.notNeeded()
                  : inputs.transforms(right.frameId(), left.frameId()));
      geometry.check(left, right);
      String model = options.pipeline().stereo().model();
      if (!model.isBlank()) {
        progress.phase("loading model " + model);
      }
      return new Stereo(
          pair,
          tracks.get(0),
          tracks.get(1),
          geometry,
          Networks.matchers(AT_A_TIME, options.pipeline(), options.modelsDirectory()),
          options.pipeline());
    }

    @Override
    public String pipelineName() {
      return "stereo";
    }

    @Override
    public void close() {
      matchers.forEach(PairMatcher::close);
    }

    @Override
    public String modelName() {
      String model = options.stereo().model();
      return model.isBlank() ? "semi-global matching" : model;
    }

    @Override
    public String frameTopic() {
      return pair.left().topic();
    }

    @Override
    public Set<Product> products() {
      return Product.parse(options.products());
    }

    @Override
    public OpenFeed open(
        ProductEncoder encoder,
        RecordingOutput output,
        Previews previews,
        Drops drops,
        ReplayProgress progress,
        long framesExpected) {
      int wanted = options.threads() == 0 ? AT_A_TIME : options.threads();
      FrameThreads threads = new FrameThreads(Math.min(AT_A_TIME, wanted));
      DepthPipeline<StereoFrame> pipeline =
          new StaggeredPipeline<>(
              matchers.stream()
                  .map(
                      matcher ->
                          new StereoPipeline(options.stereo(), matcher, PublishedRange.of(options)))
                  .toList(),
              KeptPair::new,
              threads);
      return new OpenFeed(
          new StereoFeed(
              pair,
              left,
              right,
              geometry,
              new FrameRunner<>(
                  pipeline, encoder, output, previews, drops, progress, framesExpected)),
          pipeline,
          threads);
    }
  }
}
