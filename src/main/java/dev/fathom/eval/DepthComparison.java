package dev.fathom.eval;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import java.util.Arrays;

/**
 * Depth images against their truth under a protocol.
 *
 * <p>Invalid: a prediction that is not known is left out of the errors and lowers the coverage.
 * Source: the protocol of Eigen et al. 2014; median scaling of T. Zhou et al., "Unsupervised
 * Learning of Depth and Ego-Motion from Video", CVPR 2017. Threads: one owner at a time. Cost: two
 * sorts of an image's pixels for the medians; buffers are kept.
 */
public final class DepthComparison {
  private final DepthProtocol protocol;
  private final DepthErrors.Accumulator metric = new DepthErrors.Accumulator();
  private final DepthErrors.Accumulator scaled = new DepthErrors.Accumulator();
  private float[] predictions = new float[0];
  private float[] truths = new float[0];
  private float[] sorted = new float[0];
  private double[] ratios = new double[16];
  private int count;
  private long truePixels;
  private long predictedPixels;

  public DepthComparison(DepthProtocol protocol) {
    this.protocol = protocol;
  }

  /**
   * Adds one image.
   *
   * @param predicted of the truth's size. Units: metres, or any common multiple of them if only the
   *     scaled row is of interest
   * @param truth Units: metres. Invalid: whatever is not within the protocol's range
   */
  public void add(FloatImage predicted, FloatImage truth) {
    if (predicted.width() != truth.width() || predicted.height() != truth.height()) {
      throw new IllegalArgumentException(
          String.format(
              "prediction is %dx%d, truth %dx%d",
              predicted.width(), predicted.height(), truth.width(), truth.height()));
    }
    gather(predicted, truth);
    if (count == 0) {
      return;
    }
    double ratio = median(truths) / median(predictions);
    for (int i = 0; i < count; i++) {
      metric.add(protocol.clamped(predictions[i]), truths[i]);
      scaled.add(protocol.clamped(ratio * predictions[i]), truths[i]);
    }
    metric.endImage();
    scaled.endImage();
    if (metric.images() > ratios.length) {
      ratios = Arrays.copyOf(ratios, 2 * ratios.length);
    }
    ratios[metric.images() - 1] = ratio;
  }

  /** Invalid: NaN where there was nothing to measure. */
  public DepthReport report() {
    int images = metric.images();
    double[] inOrder = Arrays.copyOf(ratios, images);
    Arrays.sort(inOrder);
    double median =
        images == 0 ? Double.NaN : (inOrder[(images - 1) / 2] + inOrder[images / 2]) / 2;
    double mean = Arrays.stream(inOrder).average().orElse(Double.NaN);
    double variance =
        Arrays.stream(inOrder).map(r -> (r - mean) * (r - mean)).average().orElse(Double.NaN);
    return new DepthReport(
        protocol,
        metric.mean(),
        scaled.mean(),
        median,
        Math.sqrt(variance) / median,
        (double) predictedPixels / truePixels,
        images);
  }

  private void gather(FloatImage predicted, FloatImage truth) {
    if (predictions.length < truth.size()) {
      predictions = new float[truth.size()];
      truths = new float[truth.size()];
      sorted = new float[truth.size()];
    }
    count = 0;
    Crop.Window window = protocol.crop().window(truth.width(), truth.height());
    for (int y = window.top(); y < window.bottom(); y++) {
      for (int x = window.left(); x < window.right(); x++) {
        float g = truth.at(x, y);
        if (!protocol.counts(g)) {
          continue;
        }
        truePixels++;
        float p = predicted.at(x, y);
        if (Depth.isKnown(p)) {
          predictions[count] = p;
          truths[count++] = g;
        }
      }
    }
    predictedPixels += count;
  }

  /** Of an even number of values, the mean of the two in the middle. */
  private double median(float[] values) {
    System.arraycopy(values, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    return ((double) sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }
}
