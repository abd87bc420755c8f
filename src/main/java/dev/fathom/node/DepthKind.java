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
