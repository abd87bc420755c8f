package dev.fathom.node;

import dev.fathom.model.DepthNetwork;
import dev.fathom.model.Models;
import dev.fathom.pipeline.DepthPipeline;
import dev.fathom.pipeline.MonoPipeline;
import dev.fathom.pipeline.Networks;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.PublishedRange;
import dev.fathom.pipeline.StereoPipeline;
import dev.fathom.sensor.MonoFrame;
import dev.fathom.sensor.StereoFrame;
import java.nio.file.Path;

/**
 * A pipeline that is ready to run, with what is to be said of it.
 *
 * @param pipeline is closed with this
 * @param model its network's name
 * @param device what it computes on
 * @param predictsSigma whether σ is among its results
 * @param completesDepth whether it needs measured depth
 */
record LoadedPipeline<F>(
    DepthPipeline<F> pipeline,
    String model,
    String device,
    boolean predictsSigma,
    boolean completesDepth)
    implements AutoCloseable {

  /** Loads one; may take seconds. */
  interface Loader<F> {
    LoadedPipeline<F> load(PipelineOptions options);
  }

  static Loader<MonoFrame> mono(Path modelsDirectory) {
    return options -> {
      DepthNetwork network = Networks.load(options, modelsDirectory);
      return new LoadedPipeline<>(
          new MonoPipeline(network, PublishedRange.of(options)),
          network.card().getName(),
          Models.deviceInUse(options.device()),
          network.predictsSigma(),
          network.completesDepth());
    };
  }

  static Loader<StereoFrame> stereo(Path modelsDirectory) {
    return options -> {
      String model = options.stereo().model();
      return new LoadedPipeline<>(
          new StereoPipeline(
              options.stereo(),
              Networks.matcher(options, modelsDirectory),
              PublishedRange.of(options)),
          model.isBlank() ? "semi-global matching" : model,
          model.isBlank() ? "cpu" : Models.deviceInUse(options.device()),
          true,
          false);
    };
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
