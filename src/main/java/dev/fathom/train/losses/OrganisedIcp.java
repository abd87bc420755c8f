package dev.fathom.train.losses;

import dev.fathom.train.layers.BilinearSampler;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat64;

/**
 * Iterative closest points between two clouds that depth maps made, inside a graph.
 *
 * <p>A point's partner is what the target shows where the point projects to, read between its
 * pixels; the motion that lowers the distances to the partners' tangent planes follows from a 6×6
 * system, a few times over. No gradient goes through any of it.
 *
 * <p>Source: Newcombe et al. 2011 (KinectFusion), section 3.5; Chen and Medioni 1992 for the
 * distance to the plane.
 *
 * @param iterations how often partners are sought and the motion improved
 * @param reach pairs farther apart than this share of the partner's depth do not count
 */
public record OrganisedIcp(int iterations, double reach) {
  public static final OrganisedIcp DEFAULT = new OrganisedIcp(5, 0.2);

  /** Of the mean diagonal: a lone wall leaves three of six motions free, which then stay 0. */
  private static final double DAMPING = 1e-6;

  /** Keeps the system solvable when there is no pair at all. */
  private static final double LEAST_DIAGONAL = 1e-12;

  public OrganisedIcp {
    if (!(iterations >= 1 && iterations <= 100)) {
      throw new IllegalArgumentException("iterations must be 1 to 100, found " + iterations);
    }
    if (!(reach > 0 && Double.isFinite(reach))) {
      throw new IllegalArgumentException("reach must be positive and finite, found " + reach);
    }
  }

  /**
   * How two clouds fit.
   *
   * @param targetFromMoved the best motion, float64 [N, 4, 4]
   * @param partner for each moved point the target's point, float64 [N, H, W, 3]. Invalid: 0
   * @param mask 1 where there is a partner within reach, float64 [N, H, W, 1]
   */
  public record Fit(
      Operand<TFloat64> targetFromMoved, Operand<TFloat64> partner, Operand<TFloat64> mask) {}

  /** Pairs at one motion, each with the partner's normal. */
  private record Pairs(
      Operand<TFloat64> point,
      Operand<TFloat64> partner,
      Operand<TFloat64> normal,
      Operand<TFloat64> mask) {}

  /**
   * Fits a cloud to another.
   *
   * <p>Frame: the target's optical frame.
   *
   * @param moved float64 [N, H, W, 3], already about where it belongs
   * @param target float64 [N, H, W, 3], organised as the camera sees it
   * @param intrinsics of the target's camera, float64 [N, 4]: fx, fy, cx, cy
   */
  public Fit of(
      Ops tf, Operand<TFloat64> moved, Operand<TFloat64> target, Operand<TFloat64> intrinsics) {
    Operand<TFloat64> points = tf.stopGradient(moved);
    Operand<TFloat64> surface = tf.concat(List.of(target, normals(tf, target)), tf.constant(3));
    Operand<TFloat64> pose = noMotion(tf, moved);
    for (int i = 0; i < iterations; i++) {
      Operand<TFloat64> motion = motion(tf, pairs(tf, points, pose, surface, intrinsics));
      pose = PoseMatrix.compose(tf, PoseMatrix.fromRotationVector(tf, motion), pose);
    }
    Pairs last = pairs(tf, points, pose, surface, intrinsics);
    // At the end, because the operations behind need no gradient only when nothing asks for it.
    return new Fit(
        tf.stopGradient(pose), tf.stopGradient(last.partner()), tf.stopGradient(last.mask()));
  }

  private Pairs pairs(
      Ops tf,
      Operand<TFloat64> points,
      Operand<TFloat64> pose,
      Operand<TFloat64> surface,
      Operand<TFloat64> intrinsics) {
    Operand<TFloat64> point = PoseMatrix.transform(tf, pose, points);
    BilinearSampler.Sampled<TFloat64> read =
        BilinearSampler.sample(
            tf, surface, Projection.project(tf, point, intrinsics).coordinates());
    Operand<TFloat64> partner = channels(tf, read.values(), 0, 3);
    Operand<TFloat64> distance = length(tf, tf.math.sub(point, partner));
    Operand<TFloat64> limit = Maps.scaled(tf, channels(tf, partner, 2, 1), reach);
    Operand<TFloat64> valid = tf.expandDims(read.valid(), tf.constant(3));
    Operand<TFloat64> mask =
        tf.select(tf.math.less(distance, limit), valid, Maps.zeros(tf, distance));
    return new Pairs(point, partner, channels(tf, read.values(), 3, 3), mask);
  }

  /**
   * The small motion that brings the points nearest to their partners' planes: n · (p + ω × p + v −
   * b) = 0 for all pairs, in least squares. Shape: [N, 6], v then ω.
   */
  private static Operand<TFloat64> motion(Ops tf, Pairs pairs) {
    Operand<TFloat64> apart = tf.math.sub(pairs.partner(), pairs.point());
    Operand<TFloat64> error =
        rows(tf, tf.expandDims(dot(tf, pairs.normal(), apart), tf.constant(3)), 1);
    // n · (ω × p) = ω · (p × n)
    Operand<TFloat64> slopes =
        rows(
            tf,
            tf.concat(
                List.of(pairs.normal(), cross(tf, pairs.point(), pairs.normal())), tf.constant(3)),
            6);
    Operand<TFloat64> weighted = tf.math.mul(slopes, rows(tf, pairs.mask(), 1));
    Operand<TFloat64> system = product(tf, weighted, slopes);
    Operand<TFloat64> unit = tf.constant(identity(6));
    Operand<TFloat64> mean = tf.math.mean(tf.math.mul(system, unit), tf.constant(new int[] {1, 2}));
    // The mean over all 36 elements is a sixth of the mean diagonal.
    Operand<TFloat64> damping =
        tf.math.add(Maps.scaled(tf, mean, 6 * DAMPING), tf.constant(LEAST_DIAGONAL));
    Operand<TFloat64> damped =
        tf.math.add(
            system, tf.math.mul(unit, tf.reshape(damping, tf.constant(new int[] {-1, 1, 1}))));
    return tf.reshape(
        tf.linalg.solve(damped, product(tf, weighted, error)), tf.constant(new int[] {-1, 6}));
  }

  /** Unit normals by forward differences; the last row and column repeat the one before. */
  private static Operand<TFloat64> normals(Ops tf, Operand<TFloat64> cloud) {
    Operand<TFloat64> across = Maps.here(tf, Maps.step(tf, cloud, Maps.ACROSS), Maps.DOWN);
    Operand<TFloat64> down = Maps.here(tf, Maps.step(tf, cloud, Maps.DOWN), Maps.ACROSS);
    Operand<TFloat64> normal = cross(tf, across, down);
    return tf.mirrorPad(
        tf.math.divNoNan(normal, length(tf, normal)),
        tf.constant(new int[][] {{0, 0}, {0, 1}, {0, 1}, {0, 0}}),
        "SYMMETRIC");
  }

  private static Operand<TFloat64> cross(Ops tf, Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.math.sub(
        tf.math.mul(turned(tf, a, 1, 2, 0), turned(tf, b, 2, 0, 1)),
        tf.math.mul(turned(tf, a, 2, 0, 1), turned(tf, b, 1, 2, 0)));
  }

  private static Operand<TFloat64> turned(Ops tf, Operand<TFloat64> x, int... order) {
    return tf.gather(x, tf.constant(order), tf.constant(3));
  }

  /** Shape: [N, H, W]. */
  private static Operand<TFloat64> dot(Ops tf, Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.sum(tf.math.mul(a, b), tf.constant(3));
  }

  /** Shape: [N, H, W, 1]. */
  private static Operand<TFloat64> length(Ops tf, Operand<TFloat64> x) {
    return tf.expandDims(tf.math.sqrt(dot(tf, x, x)), tf.constant(3));
  }

  private static Operand<TFloat64> channels(Ops tf, Operand<TFloat64> x, int first, int count) {
    return tf.slice(
        x, tf.constant(new int[] {0, 0, 0, first}), tf.constant(new int[] {-1, -1, -1, count}));
  }

  /** Shape: [N, H, W, C] → [N, H · W, C]. */
  private static Operand<TFloat64> rows(Ops tf, Operand<TFloat64> x, int channels) {
    return tf.reshape(
        x, tf.stack(List.of(Maps.side(tf, x, 0), tf.constant(-1), tf.constant(channels))));
  }

  /** Aᵀ B of each image. */
  private static Operand<TFloat64> product(Ops tf, Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.train.batchMatMul(a, b, TFloat64.class, BatchMatMul.adjX(true));
  }

  /** Shape: [N, 4, 4]. */
  private static Operand<TFloat64> noMotion(Ops tf, Operand<TFloat64> like) {
    return tf.tile(
        tf.reshape(tf.constant(identity(4)), tf.constant(new int[] {1, 4, 4})),
        tf.stack(List.of(Maps.side(tf, like, 0), tf.constant(1), tf.constant(1))));
  }

  private static double[][] identity(int side) {
    double[][] identity = new double[side][side];
    for (int i = 0; i < side; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }
}
