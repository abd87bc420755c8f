package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * Drift as the KITTI odometry benchmark measures it: E = (ΔP)⁻¹ ΔG of segments of 100, 200 … 800 m
 * along the true way, one of each length beginning at every tenth pose, per metre of segment.
 *
 * <p>Source: A. Geiger et al., "Are we ready for Autonomous Driving? The KITTI Vision Benchmark
 * Suite", CVPR 2012, and its development kit.
 *
 * @param translationPercent t_rel, mean over all segments
 * @param rotationDegreesPer100Metres r_rel, mean over all segments
 * @param segments how many there were. Invalid: with none, both errors are NaN
 * @param byLength the same for each length that had segments
 */
public record KittiOdometryError(
    double translationPercent,
    double rotationDegreesPer100Metres,
    int segments,
    List<OfLength> byLength) {
  private static final int START_EVERY = 10;
  private static final int LENGTH_STEP = 100;
  private static final int LENGTHS = 8;

  public KittiOdometryError {
    byLength = List.copyOf(byLength);
  }

  /** Errors of the segments of one length. */
  public record OfLength(
      int lengthMetres,
      double translationPercent,
      double rotationDegreesPer100Metres,
      int segments) {}

  /**
   * Frame: poses of the moving frame in a fixed one, worldFromBody; both of the same moments, the
   * fixed frames may differ.
   */
  public static KittiOdometryError of(List<RigidTransform> estimate, List<RigidTransform> truth) {
    Poses.requirePairs(estimate, truth);
    double[] distances = Poses.distances(truth);
    Sums all = new Sums();
    List<OfLength> byLength = new ArrayList<>();
    for (int length = LENGTH_STEP; length <= LENGTHS * LENGTH_STEP; length += LENGTH_STEP) {
      Sums sums = new Sums();
      for (int first = 0; first < distances.length; first += START_EVERY) {
        int last = firstBeyond(distances, first, length);
        if (last < 0) {
          break;
        }
        RigidTransform error =
            Poses.motion(
                Poses.motion(estimate.get(first), estimate.get(last)),
                Poses.motion(truth.get(first), truth.get(last)));
        sums.add(error, length);
        all.add(error, length);
      }
      if (sums.segments > 0) {
        byLength.add(new OfLength(length, sums.percent(), sums.degrees(), sums.segments));
      }
    }
    return new KittiOdometryError(all.percent(), all.degrees(), all.segments, byLength);
  }

  /** The first pose whose way from {@code first} is longer than {@code length}, or -1. */
  private static int firstBeyond(double[] distances, int first, int length) {
    for (int i = first; i < distances.length; i++) {
      if (distances[i] > distances[first] + length) {
        return i;
      }
    }
    return -1;
  }

  private static final class Sums {
    private double translations;
    private double rotations;
    private int segments;

    void add(RigidTransform error, double length) {
      translations += error.translation().norm() / length;
      rotations += error.rotation().angle() / length;
      segments++;
    }

    double percent() {
      return 100 * translations / segments;
    }

    double degrees() {
      return 100 * Math.toDegrees(rotations / segments);
    }
  }
}
