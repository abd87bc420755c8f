package dev.fathom.train;

import dev.fathom.eval.DepthErrors;
import dev.fathom.train.networks.DepthScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a network on held-out pictures, which it gathers once.
 *
 * <p>Threads: one owner at a time.
 */
final class Validator {
  /** Share of a Gaussian within one standard deviation. */
  private static final double ONE_SIGMA = 0.6827;

  private final DepthScale scale;
  private final List<Batch> batches = new ArrayList<>();
  private final double meanNormalised;
  private final double medianNormalised;

  /**
   * @param seen pictures of the training data, for the trivial answers
   */
  Validator(TrainingData heldOut, DepthScale scale, TrainOptions options, List<Batch> seen) {
    this.scale = scale;
    for (long first = 0; first < options.validationScenes(); first += options.batch()) {
      int count = (int) Math.min(options.batch(), options.validationScenes() - first);
      batches.add(
          Batch.gather(heldOut, scale, first, count, options.width(), options.height(), null));
    }
    float[] known = knownTargets(seen);
    double sum = 0;
    for (float p : known) {
      sum += scale.metres(p, scale.canonicalFocalPx());
    }
    double mean = sum / known.length;
    meanNormalised = scale.normalised((float) mean, scale.canonicalFocalPx());
    Arrays.sort(known);
    medianNormalised = known.length == 0 ? Double.NaN : known[known.length / 2];
  }

  List<Batch> batches() {
    return batches;
  }

  private static float[] knownTargets(List<Batch> batches) {
    FloatList known = new FloatList();
    for (Batch batch : batches) {
      for (float p : batch.targets()) {
        if (isWithinRange(p)) {
          known.add(p);
        }
      }
    }
    return known.toArray();
  }

  /** Clamped targets are depths beyond the range; NaN is neither. */
  private static boolean isWithinRange(float p) {
    return p > 0 && p < 1;
  }

  Validation measure(TrainingGraph graph) {
    DepthErrors.Accumulator network = new DepthErrors.Accumulator();
    DepthErrors.Accumulator mean = new DepthErrors.Accumulator();
    DepthErrors.Accumulator median = new DepthErrors.Accumulator();
    Sureness sureness = new Sureness();
    int image = 0;
    for (Batch batch : batches) {
      TrainingGraph.Predicted predicted = graph.predict(batch);
      int pixels = batch.width() * batch.height();
      for (int n = 0; n < batch.count(); n++, image++) {
        double focal = batch.focals()[n];
        for (int i = n * pixels; i < (n + 1) * pixels; i++) {
          float truth = batch.targets()[i];
          if (!isWithinRange(truth)) {
            continue;
          }
          double metres = scale.metres(truth, focal);
          // Inference gives no depth out of range; here that would reward giving none.
          double p = Math.min(1, Math.max(0, predicted.depth()[i]));
          network.add(scale.metres(p, focal), metres);
          mean.add(scale.metres(meanNormalised, focal), metres);
          median.add(scale.metres(medianNormalised, focal), metres);
          sureness.add(image, predicted.depth()[i] - truth, predicted.logVariance()[i]);
        }
        network.endImage();
        mean.endImage();
        median.endImage();
      }
    }
    return sureness.validation(network.mean(), mean.mean(), median.mean());
  }

  /** Errors in units of the predicted σ: even images calibrate, odd images are measured. */
  private static final class Sureness {
    private final FloatList calibration = new FloatList();
    private final FloatList measured = new FloatList();
    private double likelihood;
    private long pixels;

    void add(int image, double error, double logVariance) {
      float ratio = (float) (Math.abs(error) * Math.exp(-0.5 * logVariance));
      (image % 2 == 0 ? calibration : measured).add(ratio);
      likelihood += 0.5 * (logVariance + (double) ratio * ratio);
      pixels++;
    }

    Validation validation(DepthErrors network, DepthErrors mean, DepthErrors median) {
      float[] sorted = calibration.toArray();
      Arrays.sort(sorted);
      double factor = sorted.length == 0 ? Double.NaN : sorted[(int) (ONE_SIGMA * sorted.length)];
      return new Validation(
          network,
          mean,
          median,
          likelihood / pixels,
          shareWithin(1),
          shareWithin(2),
          factor,
          shareWithin(factor),
          shareWithin(2 * factor));
    }

    private double shareWithin(double limit) {
      float[] ratios = measured.toArray();
      int within = 0;
      for (float ratio : ratios) {
        if (ratio < limit) {
          within++;
        }
      }
      return (double) within / ratios.length;
    }
  }

  /** Floats that grow in number. */
  private static final class FloatList {
    private float[] values = new float[1 << 12];
    private int size;

    void add(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
