package dev.fathom.eval;

import java.util.List;

/**
 * Which pixels of a disparity image are measured, and what counts as wrong.
 *
 * @param region the pixels with truth that count
 * @param missing what a pixel without an estimate counts as
 * @param badThresholds the τ of each bad-τ. Units: pixels
 */
public record StereoProtocol(Region region, Missing missing, List<Double> badThresholds) {
  /** Pixels that count. */
  public enum Region {
    /** All that have truth. */
    ALL,
    /** Those that the right camera sees too. */
    NON_OCCLUDED
  }

  /** What becomes of a pixel without an estimate in bad-τ and D1. */
  public enum Missing {
    /** It is wrong. */
    COUNTS_AS_BAD,
    /** It is not looked at. */
    LEFT_OUT
  }

  public StereoProtocol {
    badThresholds = List.copyOf(badThresholds);
    for (double threshold : badThresholds) {
      if (!(threshold >= 0)) {
        throw new IllegalArgumentException("bad-τ with τ = " + threshold);
      }
    }
  }

  /** Thresholds of 0.5, 1, 2, 3 and 4 pixels; a pixel without an estimate counts as bad. */
  public static StereoProtocol of(Region region) {
    return new StereoProtocol(region, Missing.COUNTS_AS_BAD, List.of(0.5, 1.0, 2.0, 3.0, 4.0));
  }

  public StereoProtocol withMissing(Missing newMissing) {
    return new StereoProtocol(region, newMissing, badThresholds);
  }
}
