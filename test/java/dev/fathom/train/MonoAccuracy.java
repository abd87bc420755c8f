package dev.fathom.train;

import dev.fathom.depth.DepthResizer;
import dev.fathom.eval.DepthComparison;
import dev.fathom.eval.DepthProtocol;
import dev.fathom.eval.DepthReport;
import dev.fathom.eval.SigmaErrors;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.WorldSampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The accuracy of exported networks for one picture, as a user gets it: on held-out generated
 * scenes taken at 320×240, and on every recording with measured depth that is there.
 *
 * <p>Arguments: folders of SavedModels. Prints a metric and a median-scaled row for each.
 */
public final class MonoAccuracy {
  private static final int HELD_OUT = 256;
  private static final DepthProtocol PROTOCOL = DepthProtocol.EVERYTHING.cappedAt(80);

  private MonoAccuracy() {}

  /** What one network is worth on one source. */
  record Row(DepthReport depth, SigmaErrors sigma) {}

  public static void main(String[] folders) throws IOException {
    Map<String, List<RecordedDepth.Frame>> sources = RecordedDepth.all();
    sources.put("held-out world", heldOut());
    System.out.printf(
        "%-16s%-18s%8s%8s%8s |%8s%8s%8s%8s |%7s%7s%7s%n",
        "source", "network", "AbsRel", "RMSE", "d1", "AbsRel*", "RMSE*", "d1*", "scale", "<1s",
        "<2s", "cover");
    for (String folder : folders) {
      try (DepthNetwork network = DepthNetwork.load(Path.of(folder), ModelOptions.defaults())) {
        for (Map.Entry<String, List<RecordedDepth.Frame>> source : sources.entrySet()) {
          Row row = measure(network, source.getValue());
          System.out.printf(
              Locale.ROOT,
              "%-16s%-18s%8.3f%8.3f%8.3f |%8.3f%8.3f%8.3f%8.2f |%7.3f%7.3f%7.3f%n",
              source.getKey(),
              network.card().getName(),
              row.depth().metric().absRel(),
              row.depth().metric().rmseMetres(),
              row.depth().metric().delta1(),
              row.depth().medianScaled().absRel(),
              row.depth().medianScaled().rmseMetres(),
              row.depth().medianScaled().delta1(),
              row.depth().medianRatio(),
              row.sigma().within1(),
              row.sigma().within2(),
              row.depth().coverage());
        }
      }
    }
  }

  static Row measure(DepthNetwork network, List<RecordedDepth.Frame> frames) {
    DepthComparison comparison = new DepthComparison(PROTOCOL);
    SigmaErrors.Accumulator sureness = new SigmaErrors.Accumulator();
    FloatImage small = new FloatImage();
    FloatImage smallSigma = new FloatImage();
    FloatImage depth = new FloatImage();
    FloatImage sigma = new FloatImage();
    DepthResizer resizer = new DepthResizer();
    for (RecordedDepth.Frame frame : frames) {
      FloatImage truth = frame.truth();
      network.infer(frame.picture(), frame.camera(), small, smallSigma);
      resizer.resize(small, smallSigma, truth.width(), truth.height(), depth, sigma);
      comparison.add(depth, truth);
      for (int i = 0; i < truth.size(); i++) {
        float g = truth.data()[i];
        float p = depth.data()[i];
        if (Depth.isKnown(g) && g < PROTOCOL.maxMetres() && Depth.isKnown(p)) {
          sureness.add(p, g, sigma.data()[i]);
        }
      }
      sureness.endImage();
    }
    return new Row(comparison.report(), sureness.mean());
  }

  private static List<RecordedDepth.Frame> heldOut() {
    WorldSampler world =
        new WorldSampler(
            1, 320, 240, SamplerOptions.defaults().withSplit(SamplerOptions.Split.VALIDATION));
    List<RecordedDepth.Frame> frames = new ArrayList<>();
    for (int i = 0; i < HELD_OUT; i++) {
      Image8 picture = new Image8();
      FloatImage truth = new FloatImage();
      Intrinsics camera = world.sample(i, picture, truth);
      frames.add(new RecordedDepth.Frame(picture, camera, truth));
    }
    return frames;
  }
}
