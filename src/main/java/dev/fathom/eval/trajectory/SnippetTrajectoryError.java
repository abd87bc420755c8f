package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import java.util.List;

/**
 * How far estimated places are from the true ones within short pieces of a trajectory, as
 * SfMLearner measures it: the first poses are matched, then one least-squares scale.
 *
 * <p>Source: T. Zhou et al., "Unsupervised Learning of Depth and Ego-Motion from Video", CVPR 2017,
 * whose figure divides the root by the number of frames, and so is not a root of a mean.
 *
 * @param asPublished √(Σ e²) / N of every piece. Units: metres
 * @param rmse √(Σ e² / N) of every piece. Units: metres
 */
public record SnippetTrajectoryError(ErrorStatistics asPublished, ErrorStatistics rmse) {
  /** Length of the pieces in the paper. */
  public static final int PUBLISHED_FRAMES = 5;

  /**
   * One piece begins at every pose.
   *
   * <p>Frame: poses of the moving frame in a fixed one, worldFromBody; both of the same moments,
   * the fixed frames and scales may differ.
   *
   * @param frames poses in a piece, at least 2
   */
  public static SnippetTrajectoryError of(
      List<RigidTransform> estimate, List<RigidTransform> truth, int frames) {
    Poses.requirePairs(estimate, truth);
    if (frames < 2 || frames > truth.size()) {
      throw new IllegalArgumentException(
          "pieces of " + frames + " poses of a trajectory of " + truth.size());
    }
    double[] published = new double[truth.size() - frames + 1];
    double[] rmse = new double[published.length];
    for (int first = 0; first < published.length; first++) {
      double squares =
          squares(estimate.subList(first, first + frames), truth.subList(first, first + frames));
      published[first] = Math.sqrt(squares) / frames;
      rmse[first] = Math.sqrt(squares / frames);
    }
    return new SnippetTrajectoryError(ErrorStatistics.of(published), ErrorStatistics.of(rmse));
  }

  private static double squares(List<RigidTransform> estimate, List<RigidTransform> truth) {
    double products = 0;
    double spread = 0;
    double truths = 0;
    for (int i = 0; i < truth.size(); i++) {
      Vector3 p = Poses.motion(estimate.get(0), estimate.get(i)).translation();
      Vector3 q = Poses.motion(truth.get(0), truth.get(i)).translation();
      products += p.dot(q);
      spread += p.dot(p);
      truths += q.dot(q);
    }
    // Σ|s p − q|² at its least; an estimate that stands still has no scale, and s p is 0.
    double explained = spread > 0 ? products * products / spread : 0;
    return Math.max(0, truths - explained);
  }
}
