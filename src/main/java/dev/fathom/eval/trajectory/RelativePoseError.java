package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * How far estimated motions are from the true ones: E = (Q_i⁻¹ Q_j)⁻¹ (P_i⁻¹ P_j), with Q the truth
 * and P the estimate (RPE). No alignment is needed.
 *
 * <p>Frame: poses of the moving frame in a fixed one, worldFromBody; both of the same moments, the
 * fixed frames may differ. Source: J. Sturm et al., "A Benchmark for the Evaluation of RGB-D SLAM
 * Systems", IROS 2012, equation 2.
 *
 * @param metres length of the translation of E
 * @param radians angle of the rotation of E
 */
public record RelativePoseError(ErrorStatistics metres, ErrorStatistics radians) {
  /** Over every motion of {@code frames} poses, one beginning at each pose. */
  public static RelativePoseError overFrames(
      List<RigidTransform> estimate, List<RigidTransform> truth, int frames) {
    if (frames < 1) {
      throw new IllegalArgumentException("motions of " + frames + " frames");
    }
    Poses.requirePairs(estimate, truth);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i + frames < truth.size(); i++) {
      pairs.add(new Pair(i, i + frames));
    }
    return of(estimate, truth, pairs);
  }

  /**
   * Over motions of at least {@code metres} along the estimated way, each beginning where the last
   * one ended. The first stretch of that length only leads to the beginning of the first motion, as
   * the tool evo has it, whose published figures can be compared with these.
   */
  public static RelativePoseError overDistance(
      List<RigidTransform> estimate, List<RigidTransform> truth, double metres) {
    if (!(metres > 0)) {
      throw new IllegalArgumentException("motions of " + metres + " m");
    }
    Poses.requirePairs(estimate, truth);
    double[] distances = Poses.distances(estimate);
    List<Pair> pairs = new ArrayList<>();
    int first = 0;
    for (int i = 1; i < distances.length; i++) {
      if (distances[i] - distances[first] < metres) {
        continue;
      }
      if (first > 0) {
        pairs.add(new Pair(first, i));
      }
      first = i;
    }
    return of(estimate, truth, pairs);
  }

  private static RelativePoseError of(
      List<RigidTransform> estimate, List<RigidTransform> truth, List<Pair> pairs) {
    double[] metres = new double[pairs.size()];
    double[] radians = new double[pairs.size()];
    for (int i = 0; i < metres.length; i++) {
      Pair pair = pairs.get(i);
      RigidTransform error = Poses.motion(pair.motion(truth), pair.motion(estimate));
      metres[i] = error.translation().norm();
      radians[i] = error.rotation().angle();
    }
    return new RelativePoseError(ErrorStatistics.of(metres), ErrorStatistics.of(radians));
  }

  private record Pair(int first, int last) {
    RigidTransform motion(List<RigidTransform> poses) {
      return Poses.motion(poses.get(first), poses.get(last));
    }
  }
}
