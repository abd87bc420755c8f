package dev.fathom.train;

import dev.fathom.depth.DepthResizer;
import dev.fathom.eval.DepthErrors;
import dev.fathom.eval.SigmaCoverage;
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
import java.util.Arrays;
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
  private static final double MAX_METRES = 80;

  private MonoAccuracy() {}

  /**
   * What one network is worth on one source.
   *
   * @param scaled the same with each picture's depth multiplied by median truth / median depth
   * @param medianScale the median of those factors
   * @param coverage share of true pixels that have a depth
   */
  record Row(
      DepthErrors metric,
      DepthErrors scaled,
      double medianScale,
      double within1,
      double within2,
      double coverage) {}

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
              row.metric().absRel(),
              row.metric().rmseMetres(),
              row.metric().delta1(),
              row.scaled().absRel(),
              row.scaled().rmseMetres(),
              row.scaled().delta1(),
              row.medianScale(),
              row.within1(),
              row.within2(),
              row.coverage());
        }
      }
    }
  }

  static Row measure(DepthNetwork network, List<RecordedDepth.Frame> frames) {
    DepthErrors.Accumulator metric = new DepthErrors.Accumulator();
    DepthErrors.Accumulator scaled = new DepthErrors.Accumulator();
    SigmaCoverage coverage = new SigmaCoverage();
    List<Double> scales = new ArrayList<>();
    long trueDepths = 0;
    long answered = 0;
    FloatImage small = new FloatImage();
    FloatImage smallSigma = new FloatImage();
    FloatImage depth = new FloatImage();
    FloatImage sigma = new FloatImage();
    DepthResizer resizer = new DepthResizer();
    for (RecordedDepth.Frame frame : frames) {
      int width = frame.truth().width();
      int height = frame.truth().height();
      network.infer(frame.picture(), frame.camera(), small, smallSigma);
      resizer.resize(small, smallSigma, width, height, depth, sigma);
      double scale = medianRatio(frame.truth(), depth);
      scales.add(scale);
      for (int i = 0; i < width * height; i++) {
        float g = frame.truth().data()[i];
        if (!Depth.isKnown(g) || g > MAX_METRES) {
          continue;
        }
        trueDepths++;
        float p = depth.data()[i];
        if (Depth.isKnown(p)) {
          answered++;
          metric.add(p, g);
          scaled.add(p * scale, g);
          coverage.add(p, g, sigma.data()[i]);
        }
      }
      metric.endImage();
      scaled.endImage();
    }
    return new Row(
        metric.mean(),
        scaled.mean(),
        median(scales.stream().mapToDouble(Double::doubleValue).toArray()),
        coverage.within1(),
        coverage.within2(),
        (double) answered / trueDepths);
  }

  private static double medianRatio(FloatImage truth, FloatImage depth) {
    int known = 0;
    double[] g = new double[truth.size()];
    double[] p = new double[truth.size()];
    for (int i = 0; i < truth.size(); i++) {
      if (Depth.isKnown(truth.data()[i])
          && truth.data()[i] <= MAX_METRES
          && Depth.isKnown(depth.data()[i])) {
        g[known] = truth.data()[i];
        p[known++] = depth.data()[i];
      }
    }
    return median(Arrays.copyOf(g, known)) / median(Arrays.copyOf(p, known));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
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
