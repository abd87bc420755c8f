package dev.fathom.node;

import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.sensor.MonoFrame;
import dev.fathom.sensor.StereoFrame;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What differs between the kinds of depth.
 *
 * @param name as the command line calls it
 * @param images how many make a frame
 * @param loader makes the pipeline
 * @param input makes the subscriptions
 * @param <F> the kind of frame
 */
record DepthKind<F>(String name, int images, LoadedPipeline.Loader<F> loader, InputMaker<F> input) {
  /** Makes the subscriptions of a pipeline. */
  interface InputMaker<F> {
    FrameInput subscribe(
        Links links,
        FrameMailbox mailbox,
        LoadedPipeline<F> loaded,
        PipelineOptions options,
        FrameSink<F> sink);
  }

  /** One camera and a network. */
  static DepthKind<MonoFrame> mono(Path models) {
    return new DepthKind<>(
        "mono",
        1,
        LoadedPipeline.mono(models),
        (links, mailbox, loaded, options, sink) ->
            new MonoInput(links, mailbox, measured(loaded, options), sink));
  }

  /** A pair of cameras. */
  static DepthKind<StereoFrame> stereo(Path models) {
    return new DepthKind<>(
        "stereo",
        2,
        LoadedPipeline.stereo(models),
        (links, mailbox, loaded, options, sink) -> new StereoInput(links, mailbox, sink));
  }

  private static String measured(LoadedPipeline<?> loaded, PipelineOptions options) {
    if (loaded.completesDepth() && options.measuredDepth().isBlank()) {
      throw new IllegalArgumentException(
          "model "
              + loaded.model()
              + " completes depth: parameter measured_depth must name a topic of point clouds or"
              + " depth images");
    }
    return loaded.completesDepth() ? options.measuredDepth() : "";
  }

  /**
   * Loads a pipeline that is to serve in the place of another.
   *
   * @param configured the one that the endpoints were made for
   * @throws IllegalArgumentException if it needs other endpoints; it is closed again then
   */
  LoadedPipeline<F> another(PipelineOptions options, LoadedPipeline<F> configured) {
    LoadedPipeline<F> fresh = loader.load(options);
    try {
      requireEndpoints(fresh, configured, options);
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    return fresh;
  }

  private void requireEndpoints(
      LoadedPipeline<F> fresh, LoadedPipeline<F> configured, PipelineOptions options) {
    String model = "model " + fresh.model();
    String anew = "; clean the node up and configure it with that model";
    if (fresh.completesDepth() && !configured.completesDepth()) {
      throw new IllegalArgumentException(
          model + " completes depth, and measured_depth is not subscribed to here" + anew);
    }
    if (!products(fresh, options).equals(products(configured, options))) {
      throw new IllegalArgumentException(
          model
              + (fresh.predictsSigma()
                  ? " predicts σ, and no topic was made for it"
                  : " predicts no σ, and its topic would fall silent")
              + anew);
    }
  }

  /** What of the wanted products a pipeline can give. */
  Set<Product> products(LoadedPipeline<F> loaded, PipelineOptions options) {
    EnumSet<Product> products = EnumSet.noneOf(Product.class);
    products.addAll(Product.parse(options.products()));
    if (images == 1) {
      products.remove(Product.DISPARITY);
    }
    if (!loaded.predictsSigma()) {
      products.remove(Product.SIGMA);
    }
    return products;
  }
}
