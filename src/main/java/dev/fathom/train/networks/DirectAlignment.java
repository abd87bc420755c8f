package dev.fathom.train.networks;

import dev.fathom.train.layers.BilinearSampler;
import dev.fathom.train.layers.NormalEquations;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The motion between two frames of one camera that lays the features of one over those of the
 * other, given the depth of one: Gauss–Newton on the differences of features, at one size.
 *
 * <p>The Jacobian belongs to the frame with the depth and stays the same while the motion is
 * improved. Depth enters as its inverse, so that what is infinitely far away tells the rotation.
 *
 * <p>Source: Baker and Matthews 2004, section 3.2 (inverse compositional); Steinbrücker et al.
 * 2011; the Jacobian is Longuet-Higgins and Prazdny 1980.
 */
final class DirectAlignment {
  private static final int UNKNOWNS = 6;

  private static final int DOWN = 1;
  private static final int ACROSS = 2;

  /**
   * Motions are not expected to be greater than some of these; what a wall without texture cannot
   * tell stays 0. Units: metres and radians, for features that differ by 1.
   */
  private static final double[] EXPECTED = {0.5, 0.5, 0.5, 0.1, 0.1, 0.1};

  /** Differences of features beyond this are more likely another surface than noise. */
  private static final double ROBUST = 0.5;

  /** Features are not compared better than this. */
  private static final double LEAST_NOISE = 0.01;

  private final Ops tf;
  private final Operand<TFloat64> features;
  private final Operand<TFloat64> previous;
  private final Operand<TFloat64> inverseDepth;
  private final Operand<TFloat64> known;
  private final Operand<TFloat64> intrinsics;
  private final Operand<TFloat64> rays;
  private final Operand<TFloat64> jacobian;

  /**
   * What a motion leaves.
   *
   * @param difference of features, previous less image; float64 [N, h, w, C]
   * @param valid 1 where both frames see the point and its depth is known; float64 [N, h, w, 1]
   */
  record Residual(Operand<TFloat64> difference, Operand<TFloat64> valid) {}

  /**
   * How well a motion is known.
   *
   * @param covariance the diagonal of the inverse of what the differences and the expectation tell;
   *     float64 [N, 6], translation then rotation, m² and rad²
   * @param variance of the differences that count, not below {@link #LEAST_NOISE}²; float64 [N]
   */
  record Certainty(Operand<TFloat64> covariance, Operand<TFloat64> variance) {}

  private record Step(Operand<TFloat64> h, Operand<TFloat64> b, Operand<TFloat64> variance) {}

  /**
   * @param features of IMAGE, float64 [N, h, w, C]
   * @param previous of PREVIOUS, the same shape
   * @param depth of IMAGE, float64 [N, h, w], metres. Invalid: NaN; +∞ is far away
   * @param intrinsics of this size, float64 [N, 4]
   */
  DirectAlignment(
      Ops tf,
      Operand<TFloat64> features,
      Operand<TFloat64> previous,
      Operand<TFloat64> depth,
      Operand<TFloat64> intrinsics) {
    this.tf = tf;
    this.features = features;
    this.previous = previous;
    this.intrinsics = intrinsics;
    Operand<TFloat64> ones = tf.fill(tf.shape(depth), tf.constant(1.0));
    Operand<TBool> seen = tf.math.greater(depth, tf.constant(0.0));
    this.known = tf.dtypes.cast(seen, TFloat64.class);
    this.inverseDepth =
        tf.select(seen, tf.math.reciprocal(depth), tf.fill(tf.shape(depth), tf.constant(0.0)));
    this.rays = Projection.backproject(tf, ones, intrinsics);
    this.jacobian = jacobian();
  }

  /** What is left of the differences by a motion, float64 [N, 4, 4] from IMAGE to PREVIOUS. */
  Residual residual(Operand<TFloat64> previousFromImage) {
    Operand<TFloat64> translation =
        tf.reshape(
            tf.slice(
                previousFromImage,
                tf.constant(new int[] {0, 0, 3}),
                tf.constant(new int[] {-1, 3, 1})),
            tf.constant(new int[] {-1, 1, 1, 3}));
    // R m + t / z: the point itself, over its depth.
    Operand<TFloat64> points =
        tf.math.add(
            PoseMatrix.transform(tf, previousFromImage, rays),
            tf.math.mul(
                translation,
                tf.expandDims(tf.math.sub(inverseDepth, tf.constant(1.0)), tf.constant(3))));
    BilinearSampler.Sampled<TFloat64> seen =
        BilinearSampler.sample(
            tf, previous, Projection.project(tf, points, intrinsics).coordinates());
    Operand<TFloat64> valid = tf.expandDims(tf.math.mul(seen.valid(), known), tf.constant(3));
    return new Residual(tf.math.mul(tf.math.sub(seen.values(), features), valid), valid);
  }

  /**
   * A better motion.
   *
   * @param weight how much a pixel counts, float64 [N, h, w, 1]
   */
  Operand<TFloat64> improve(Operand<TFloat64> previousFromImage, Operand<TFloat64> weight) {
    Step step = step(previousFromImage, weight);
    Operand<TFloat64> change =
        NormalEquations.solve(
                tf, tf.math.add(step.h(), tf.constant(expected())), step.b(), UNKNOWNS)
            .solution();
    return PoseMatrix.compose(
        tf, previousFromImage, PoseMatrix.fromRotationVector(tf, tf.math.neg(change)));
  }

  /** How well a motion is known that these weights led to. */
  Certainty certainty(Operand<TFloat64> previousFromImage, Operand<TFloat64> weight) {
    Step step = step(previousFromImage, weight);
    Operand<TFloat64> noise =
        tf.math.maximum(step.variance(), tf.constant(LEAST_NOISE * LEAST_NOISE));
    Operand<TFloat64> precision =
        tf.math.div(step.h(), tf.reshape(noise, tf.constant(new int[] {-1, 1, 1})));
    Operand<TFloat64> covariance =
        NormalEquations.solve(
                tf, tf.math.add(precision, tf.constant(expected())), step.b(), UNKNOWNS)
            .inverse();
    return new Certainty(
        tf.sum(tf.math.mul(covariance, tf.constant(identity())), tf.constant(2)), noise);
  }

  private Step step(Operand<TFloat64> previousFromImage, Operand<TFloat64> weight) {
    Residual left = residual(previousFromImage);
    Operand<TFloat64> square =
        tf.expandDims(
            tf.math.mean(tf.math.square(left.difference()), tf.constant(3)), tf.constant(3));
    Operand<TFloat64> robust =
        tf.math.reciprocal(
            tf.math.add(tf.math.mul(square, tf.constant(1 / (ROBUST * ROBUST))), tf.constant(1.0)));
    Operand<TFloat64> counts = tf.math.mul(tf.math.mul(weight, robust), left.valid());
    Operand<TFloat64> rows = rows(jacobian, UNKNOWNS);
    Operand<TFloat64> weighted =
        rows(tf.math.mul(jacobian, tf.expandDims(counts, tf.constant(4))), UNKNOWNS);
    Operand<TFloat64> h =
        tf.train.batchMatMul(weighted, rows, TFloat64.class, BatchMatMul.adjX(true));
    Operand<TFloat64> b =
        tf.reshape(
            tf.train.batchMatMul(
                weighted, rows(left.difference(), 1), TFloat64.class, BatchMatMul.adjX(true)),
            tf.constant(new int[] {-1, UNKNOWNS}));
    Operand<TFloat64> variance =
        tf.math.divNoNan(imageSum(tf.math.mul(counts, square)), imageSum(counts));
    return new Step(h, b, variance);
  }

  /** One row for each channel of each pixel. Shape: [N, h, w, C (, n)] to [N, h·w·C, n]. */
  private Operand<TFloat64> rows(Operand<TFloat64> x, int n) {
    Operand<TInt32> batch =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    return tf.reshape(x, tf.concat(List.of(batch, tf.constant(new int[] {-1, n})), tf.constant(0)));
  }

  /** Shape: [N, h, w, 1] to [N]. */
  private Operand<TFloat64> imageSum(Operand<TFloat64> x) {
    return tf.sum(x, tf.constant(new int[] {1, 2, 3}));
  }

  /**
   * How the features at each pixel change when the points move by v and turn by ω. Shape: float64
   * [N, h, w, C, 6].
   */
  private Operand<TFloat64> jacobian() {
    Operand<TFloat64> x = coordinate(0);
    Operand<TFloat64> y = coordinate(1);
    Operand<TFloat64> zero = tf.zerosLike(x);
    Operand<TFloat64> xy = tf.math.mul(x, y);
    Operand<TFloat64> near = inverseDepth;
    Operand<TFloat64> one = tf.constant(1.0);
    List<Operand<TFloat64>> across =
        List.of(
            near,
            zero,
            tf.math.neg(tf.math.mul(x, near)),
            tf.math.neg(xy),
            tf.math.add(tf.math.square(x), one),
            tf.math.neg(y));
    List<Operand<TFloat64>> down =
        List.of(
            zero,
            near,
            tf.math.neg(tf.math.mul(y, near)),
            tf.math.neg(tf.math.add(tf.math.square(y), one)),
            xy,
            x);
    return tf.math.add(
        tf.math.mul(slope(ACROSS), flow(across, 0)), tf.math.mul(slope(DOWN), flow(down, 1)));
  }

  /** x / z or y / z of every pixel. Shape: [N, h, w]. */
  private Operand<TFloat64> coordinate(int axis) {
    return tf.reshape(
        tf.slice(
            rays, tf.constant(new int[] {0, 0, 0, axis}), tf.constant(new int[] {-1, -1, -1, 1})),
        tf.shape(inverseDepth));
  }

  /** In pixels. Shape: six times [N, h, w] to [N, h, w, 1, 6]. */
  private Operand<TFloat64> flow(List<Operand<TFloat64>> six, int focal) {
    Operand<TFloat64> pixels =
        tf.reshape(
            tf.slice(intrinsics, tf.constant(new int[] {0, focal}), tf.constant(new int[] {-1, 1})),
            tf.constant(new int[] {-1, 1, 1, 1}));
    return tf.expandDims(tf.math.mul(tf.stack(six, Stack.axis(3L)), pixels), tf.constant(3));
  }

  /** Half the difference of both neighbours; 0 at the border. Shape: [N, h, w, C, 1]. */
  private Operand<TFloat64> slope(int axis) {
    int[] behind = new int[4];
    behind[axis] = 2;
    Operand<TFloat64> later =
        tf.slice(features, tf.constant(behind), tf.constant(new int[] {-1, -1, -1, -1}));
    Operand<TFloat64> sooner =
        tf.slice(
            features,
            tf.constant(new int[4]),
            tf.math.sub(tf.shape(features), tf.constant(behind)));
    int[][] border = new int[4][2];
    border[axis] = new int[] {1, 1};
    Operand<TFloat64> half = tf.math.mul(tf.math.sub(later, sooner), tf.constant(0.5));
    return tf.expandDims(tf.pad(half, tf.constant(border), tf.constant(0.0)), tf.constant(4));
  }

  private static double[][] identity() {
    double[][] one = new double[UNKNOWNS][UNKNOWNS];
    for (int i = 0; i < UNKNOWNS; i++) {
      one[i][i] = 1;
    }
    return one;
  }

  private static double[][] expected() {
    double[][] precision = identity();
    for (int i = 0; i < UNKNOWNS; i++) {
      precision[i][i] = 1 / (EXPECTED[i] * EXPECTED[i]);
    }
    return precision;
  }
}
