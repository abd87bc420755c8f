package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Two cameras in the corner of a room, whose walls x = 1.5, y = 1.2 and z = 3 fix all motions. */
class PointCloudAlignmentTest {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 64;
  private static final Shape DEPTH = Shape.of(1, HEIGHT, WIDTH);
  private static final Shape POSE = Shape.of(1, 4, 4);
  private static final double[] INTRINSICS = {40, 40, 31.5, 23.5};
  private static final double[] WALLS = {1.5, 1.2, 3};
  private static final double[] STILL = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

  /** Translation and rotation vector of targetFromSource. */
  private static final double[] MOTION = {0.06, -0.04, 0.08, 0.02, -0.03, 0.015};

  @Test
  void aCloudFitsItself() {
    assertEquals(0, ofPose(depthFrom(STILL)).at(STILL), 1e-9);
  }

  @Test
  void theKnownMotionIsFound() {
    double[] found =
        LossGraph.values(
            tf ->
                OrganisedIcp.DEFAULT
                    .of(
                        tf,
                        cloud(tf, LossGraph.constant(tf, DEPTH, depthFrom(matrix(MOTION)))),
                        cloud(tf, LossGraph.constant(tf, DEPTH, depthFrom(STILL))),
                        intrinsics(tf))
                    .targetFromMoved());
    // The normals at the room's edges are wrong, the more pixels lie there the more: 1 mm here
    double[] expected = matrix(MOTION);
    for (int i = 0; i < 16; i++) {
      assertEquals(expected[i], found[i], 2e-3, "element " + i);
    }
  }

  @Test
  void theLossOfAMotionIsWhatItLacksAndItsGradientPointsThere() {
    Loss loss = ofPose(depthFrom(matrix(MOTION)));
    double lacking = 0;
    for (double m : MOTION) {
      lacking += Math.abs(m);
    }
    double apart = loss.at(STILL);
    assertEquals(lacking, apart, 0.02);
    assertTrue(loss.at(matrix(MOTION)) < 0.1 * apart);
    // More of each translation that lacks lowers the loss, by as much as it is more
    double[] gradient = loss.gradientAt(STILL);
    assertEquals(-1, gradient[3], 1e-9);
    assertEquals(1, gradient[7], 1e-9);
    assertEquals(-1, gradient[11], 1e-9);
    // A turn about x is sin θ = (element 32 − element 23) / 2
    assertEquals(-0.5, gradient[9], 1e-9);
    assertEquals(0.5, gradient[6], 1e-9);
  }

  @Test
  void stepsAlongTheGradientFindTheMotion() {
    Loss loss =
        new Loss(
            Shape.of(1, 6),
            (tf, six) ->
                loss(
                    tf,
                    LossGraph.constant(tf, DEPTH, depthFrom(matrix(MOTION))),
                    PoseMatrix.fromRotationVector(tf, six)));
    double[] six = new double[6];
    double first = loss.at(six);
    try (LossGraph graph = new LossGraph(loss.shape(), loss.of())) {
      for (int step = 0; step < 40; step++) {
        double[] gradient = graph.gradient(six);
        for (int i = 0; i < 6; i++) {
          six[i] -= 0.005 * Math.pow(0.95, step) * Math.signum(gradient[i]);
        }
      }
      assertTrue(graph.loss(six) < 0.15 * first, first + " to " + graph.loss(six));
    }
    for (int i = 0; i < 6; i++) {
      assertEquals(MOTION[i], six[i], 0.01, "component " + i);
    }
  }

  @Test
  void theResidualPushesAWrongDepthBack() {
    double[] depth = depthFrom(matrix(MOTION));
    int near = 24 * WIDTH + 16;
    int far = 12 * WIDTH + 48;
    depth[near] *= 0.95;
    depth[far] *= 1.05;
    Loss loss =
        new Loss(DEPTH, (tf, x) -> loss(tf, x, LossGraph.constant(tf, POSE, matrix(MOTION))));
    double[] gradient = loss.gradientAt(depth);
    assertTrue(gradient[near] < 0, "pulls nearer: " + gradient[near]);
    assertTrue(gradient[far] > 0, "pulls farther: " + gradient[far]);
  }

  @Test
  void cloudsWithoutPairsHaveNoLossAndAFiniteGradient() {
    double[] depth = depthFrom(STILL);
    for (int i = 0; i < depth.length; i++) {
      depth[i] *= 5;
    }
    Loss loss = ofPose(depth);
    assertEquals(0, loss.at(STILL), 1e-12);
    loss.assertBlindTo(STILL);
  }

  @Test
  void impossibleOptionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new OrganisedIcp(0, 0.2));
    assertThrows(IllegalArgumentException.class, () -> new OrganisedIcp(5, Double.NaN));
  }

  private static Loss ofPose(double[] depth) {
    return new Loss(POSE, (tf, pose) -> loss(tf, LossGraph.constant(tf, DEPTH, depth), pose));
  }

  private static Operand<TFloat64> loss(Ops tf, Operand<TFloat64> depth, Operand<TFloat64> pose) {
    return PointCloudAlignment.DEFAULT.of(
        tf,
        cloud(tf, depth),
        pose,
        cloud(tf, LossGraph.constant(tf, DEPTH, depthFrom(STILL))),
        intrinsics(tf));
  }

  private static Operand<TFloat64> cloud(Ops tf, Operand<TFloat64> depth) {
    return Projection.backproject(tf, depth, intrinsics(tf));
  }

  private static Operand<TFloat64> intrinsics(Ops tf) {
    return LossGraph.constant(tf, Shape.of(1, 4), INTRINSICS);
  }

  /** The depth that a camera sees whose points {@code roomFromCamera} takes to the room. */
  private static double[] depthFrom(double[] roomFromCamera) {
    double[] depth = new double[HEIGHT * WIDTH];
    for (int i = 0; i < depth.length; i++) {
      double x = (i % WIDTH - INTRINSICS[2]) / INTRINSICS[0];
      int row = i / WIDTH;
      double y = (row - INTRINSICS[3]) / INTRINSICS[1];
      depth[i] = Double.POSITIVE_INFINITY;
      for (int axis = 0; axis < 3; axis++) {
        int first = 4 * axis;
        double direction =
            roomFromCamera[first] * x + roomFromCamera[first + 1] * y + roomFromCamera[first + 2];
        double meets = (WALLS[axis] - roomFromCamera[first + 3]) / direction;
        depth[i] = meets > 0 ? Math.min(depth[i], meets) : depth[i];
      }
    }
    return depth;
  }

  private static double[] matrix(double[] six) {
    return LossGraph.values(
        tf -> PoseMatrix.fromRotationVector(tf, LossGraph.constant(tf, Shape.of(1, 6), six)));
  }
}
