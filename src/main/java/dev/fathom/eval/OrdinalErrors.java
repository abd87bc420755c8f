package dev.fathom.eval;

/**
 * Weighted shares of point pairs that are predicted in the wrong order, each taken over an image
 * and then averaged over images.
 *
 * <p>WHDR where people judged the pairs (DIW: one pair an image with weight 1, none of them equal,
 * τ = 0), WKDR where a depth camera did. Source: S. Bell et al., "Intrinsic Images in the Wild",
 * SIGGRAPH 2014 (WHDR); D. Zoran et al., ICCV 2015 (WKDR, WKDR= and WKDR≠); W. Chen et al.,
 * "Single-Image Depth Perception in the Wild", NIPS 2016 (DIW).
 *
 * @param tau predicted depths whose ratio is at most 1 + τ are equal
 * @param disagreement over all pairs
 * @param equalDisagreement over the pairs that are truly equal. Invalid: NaN where there are none
 * @param unequalDisagreement over the pairs that are not. Invalid: NaN where there are none
 */
public record OrdinalErrors(
    double tau, double disagreement, double equalDisagreement, double unequalDisagreement) {
  /** Adds up images one at a time. Threads: one owner at a time. Cost: nothing is allocated. */
  public static final class Accumulator {
    private final double tau;
    private final WeightedShare all = new WeightedShare();
    private final WeightedShare equal = new WeightedShare();
    private final WeightedShare unequal = new WeightedShare();

    /**
     * @param tau predicted depths whose ratio is at most 1 + τ are equal
     */
    public Accumulator(double tau) {
      if (!(tau >= 0 && tau < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("ordinal threshold τ cannot be " + tau);
      }
      this.tau = tau;
    }

    /**
     * One pair.
     *
     * @param first predicted depth of the first point. Units: any, if τ is 0 even any that only
     *     grow with depth. Invalid: NaN, with which the pair is in the wrong order
     * @param second predicted depth of the second point
     * @param truth their true order
     * @param weight how sure the truth is, positive
     */
    public void add(double first, double second, DepthOrder truth, double weight) {
      if (!(weight > 0)) {
        throw new IllegalArgumentException("weight of a pair cannot be " + weight);
      }
      boolean known = !Double.isNaN(first) && !Double.isNaN(second);
      boolean wrong = !known || DepthOrder.of(first, second, tau) != truth;
      all.add(wrong, weight);
      (truth == DepthOrder.EQUAL ? equal : unequal).add(wrong, weight);
    }

    /** The pairs added since the last call are one image; one without pairs does not count. */
    public void endImage() {
      all.endImage();
      equal.endImage();
      unequal.endImage();
    }

    /** Invalid: NaN where there was nothing to measure. */
    public OrdinalErrors mean() {
      return new OrdinalErrors(tau, all.mean(), equal.mean(), unequal.mean());
    }
  }

  private static final class WeightedShare {
    private double wrongWeight;
    private double weight;
    private double shares;
    private int images;

    void add(boolean wrong, double pairWeight) {
      weight += pairWeight;
      wrongWeight += wrong ? pairWeight : 0;
    }

    void endImage() {
      if (weight > 0) {
        shares += wrongWeight / weight;
        images++;
      }
      weight = 0;
      wrongWeight = 0;
    }

    double mean() {
      return shares / images;
    }
  }
}
