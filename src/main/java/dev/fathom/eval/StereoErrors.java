package dev.fathom.eval;

import dev.fathom.image.FloatImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How far disparities are from the truth, each measure taken over an image and then averaged over
 * images.
 *
 * <p>Source: bad-τ of D. Scharstein and R. Szeliski, "A Taxonomy and Evaluation of Dense Two-Frame
 * Stereo Correspondence Algorithms", IJCV 2002; D1 of the KITTI 2015 benchmark.
 *
 * @param protocol which pixels were measured
 * @param epePixels mean of |Δd| over the pixels with an estimate
 * @param bad share with |Δd| &gt; τ for each τ of the protocol, in its order
 * @param d1 share with |Δd| &gt; 3 px and &gt; 5 % of the true disparity
 * @param coverage share of the pixels that have an estimate
 */
public record StereoErrors(
    StereoProtocol protocol, double epePixels, List<Double> bad, double d1, double coverage) {
  public StereoErrors {
    bad = List.copyOf(bad);
  }

  /** Share with |Δd| over one of the protocol's thresholds. */
  public double bad(double threshold) {
    int index = protocol.badThresholds().indexOf(threshold);
    if (index < 0) {
      throw new IllegalArgumentException(
          "bad-" + threshold + " was not measured, but " + protocol.badThresholds());
    }
    return bad.get(index);
  }

  /** Adds up images one at a time. Threads: one owner at a time. Cost: nothing a pixel. */
  public static final class Accumulator {
    private static final double D1_PIXELS = 3;
    private static final double D1_SHARE = 0.05;

    private final StereoProtocol protocol;
    private final double[] thresholds;
    private final boolean missingIsBad;

    private final double[] badShares;
    private double d1Shares;
    private double coverages;
    private int images;
    private double means;
    private int imagesWithEstimates;

    private final int[] wrong;
    private int outliers;
    private int pixels;
    private double errors;
    private int estimates;

    public Accumulator(StereoProtocol protocol) {
      this.protocol = protocol;
      thresholds = protocol.badThresholds().stream().mapToDouble(Double::doubleValue).toArray();
      missingIsBad = protocol.missing() == StereoProtocol.Missing.COUNTS_AS_BAD;
      badShares = new double[thresholds.length];
      wrong = new int[thresholds.length];
    }

    /**
     * One image.
     *
     * @param estimate Invalid: NaN and infinities
     * @param truth of the same size. Invalid: NaN, which does not count
     * @param notOccluded row-major; looked at where the protocol asks for it only
     */
    public void addImage(FloatImage estimate, FloatImage truth, BitSet notOccluded) {
      if (estimate.width() != truth.width() || estimate.height() != truth.height()) {
        throw new IllegalArgumentException(
            String.format(
                "estimate is %dx%d, truth %dx%d",
                estimate.width(), estimate.height(), truth.width(), truth.height()));
      }
      boolean all = protocol.region() == StereoProtocol.Region.ALL;
      for (int i = 0; i < truth.size(); i++) {
        float g = truth.data()[i];
        if (!Float.isNaN(g) && (all || notOccluded.get(i))) {
          add(estimate.data()[i], g);
        }
      }
      endImage();
    }

    /**
     * One pixel that counts.
     *
     * @param estimate Units: pixels. Invalid: NaN and infinities
     * @param truth Units: pixels; known
     */
    public void add(double estimate, double truth) {
      pixels++;
      double error = Math.abs(estimate - truth);
      if (error < Double.POSITIVE_INFINITY) {
        estimates++;
        errors += error;
      } else if (missingIsBad) {
        error = Double.POSITIVE_INFINITY;
      } else {
        return;
      }
      for (int i = 0; i < thresholds.length; i++) {
        wrong[i] += error > thresholds[i] ? 1 : 0;
      }
      outliers += error > D1_PIXELS && error > D1_SHARE * truth ? 1 : 0;
    }

    /** The pixels added since the last call are one image; one without pixels does not count. */
    public void endImage() {
      if (pixels > 0) {
        images++;
        coverages += (double) estimates / pixels;
      }
      if (estimates > 0) {
        imagesWithEstimates++;
        means += errors / estimates;
      }
      addShares(missingIsBad ? pixels : estimates);
      outliers = 0;
      pixels = 0;
      errors = 0;
      estimates = 0;
    }

    private void addShares(int judged) {
      for (int i = 0; i < thresholds.length; i++) {
        badShares[i] += judged == 0 ? 0 : (double) wrong[i] / judged;
        wrong[i] = 0;
      }
      d1Shares += judged == 0 ? 0 : (double) outliers / judged;
    }

    /** Invalid: NaN where there was nothing to measure. */
    public StereoErrors mean() {
      int judged = missingIsBad ? images : imagesWithEstimates;
      List<Double> bad = new ArrayList<>();
      for (double shares : badShares) {
        bad.add(shares / judged);
      }
      return new StereoErrors(
          protocol, means / imagesWithEstimates, bad, d1Shares / judged, coverages / images);
    }
  }
}
