package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.Projection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** A painted wall at 2 m, seen by two cameras that are 0.2 m apart: 3 pixels of disparity. */
class ViewTest {
  private static final int HEIGHT = 10;
  private static final int WIDTH = 24;
  private static final double DISPARITY = 3;
  private static final Shape MAP = Shape.of(1, HEIGHT, WIDTH, 1);
  private static final double[] INTRINSICS = {30, 30, 11.5, 4.5};
  private static final double[] STEP_RIGHT = {-0.2, 0, 0, 0, 0, 0};
  private static final double[] LEFT = painted(0);
  private static final double[] RIGHT = painted(DISPARITY);

  @Test
  void theTrueDepthAndMotionExplainTheTarget() {
    assertTrue(ofDepth().at(flat(2)) < 1e-6, "loss " + ofDepth().at(flat(2)));
    assertTrue(ofMotion().at(STEP_RIGHT) < 1e-6);
  }

  @Test
  void aDepthThatIsTooGreatIsPulledNearer() {
    double pull = 0;
    double push = 0;
    for (double slope : ofDepth().gradientAt(flat(2.2))) {
      pull += slope;
    }
    for (double slope : ofDepth().gradientAt(flat(1.8))) {
      push += slope;
    }
    assertTrue(pull > 0, "at 2.2 m " + pull);
    assertTrue(push < 0, "at 1.8 m " + push);
  }

  @Test
  void theGradientOfTheMotionIsTheFiniteDifference() {
    ofMotion().assertGradientAt(-0.15, 0.01, 0.02, 0.01, -0.02, 0.03);
  }

  @Test
  void theTrueDisparityExplainsLeftByRightAndRightByLeft() {
    assertTrue(ofDisparity(LEFT, RIGHT, -1).at(flat(DISPARITY)) < 1e-6);
    assertTrue(ofDisparity(RIGHT, LEFT, 1).at(flat(DISPARITY)) < 1e-6);
    assertTrue(ofDisparity(LEFT, RIGHT, -1).at(flat(DISPARITY + 0.5)) > 1e-3);
  }

  @Test
  void anObjectIsSeenByItsOwnMotion() {
    double[] values =
        LossGraph.values(
            tf -> {
              Shape row = Shape.of(1, 1, 3, 1);
              View still = new View(row(tf, row, 0.1, 0.2, 0.3), row(tf, row, 1, 1, 0));
              View moved = new View(row(tf, row, 0.7, 0.8, 0.9), row(tf, row, 1, 0, 1));
              View both = still.with(tf, moved, row(tf, row, 0, 1, 1));
              return tf.concat(List.of(both.image(), both.valid()), tf.constant(2));
            });
    assertArrayEquals(new double[] {0.1, 0.8, 0.9, 1, 0, 1}, values, 1e-15);
  }

  @Test
  void whatLeavesThePictureDoesNotCount() {
    double[] valid =
        LossGraph.values(
            tf -> View.shifted(tf, constant(tf, RIGHT), constant(tf, flat(-DISPARITY))).valid());
    for (int i = 0; i < valid.length; i++) {
      assertEquals(i % WIDTH >= 3 ? 1 : 0, valid[i], "column " + i % WIDTH);
    }
  }

  private static Loss ofDepth() {
    return new Loss(
        MAP,
        (tf, depth) -> {
          Operand<TFloat64> flat = tf.reshape(depth, tf.constant(new int[] {1, HEIGHT, WIDTH}));
          return synthesis(tf, flat, LossGraph.constant(tf, Shape.of(1, 6), STEP_RIGHT));
        });
  }

  private static Loss ofMotion() {
    return new Loss(
        Shape.of(1, 6),
        (tf, six) ->
            synthesis(tf, LossGraph.constant(tf, Shape.of(1, HEIGHT, WIDTH), flat(2)), six));
  }

  private static Operand<TFloat64> synthesis(
      Ops tf, Operand<TFloat64> depth, Operand<TFloat64> six) {
    Operand<TFloat64> intrinsics = LossGraph.constant(tf, Shape.of(1, 4), INTRINSICS);
    Operand<TFloat64> coordinates =
        Projection.reproject(
                tf, depth, intrinsics, PoseMatrix.fromRotationVector(tf, six), intrinsics)
            .coordinates();
    return ViewSynthesis.of(tf, constant(tf, LEFT), View.at(tf, constant(tf, RIGHT), coordinates));
  }

  private static Loss ofDisparity(double[] target, double[] other, int sign) {
    return new Loss(
        MAP,
        (tf, disparity) ->
            Appearance.DEFAULT.of(
                tf,
                constant(tf, target),
                View.shifted(tf, constant(tf, other), Maps.scaled(tf, disparity, sign))));
  }

  private static Operand<TFloat64> constant(Ops tf, double[] values) {
    return LossGraph.constant(tf, MAP, values);
  }

  private static Operand<TFloat64> row(Ops tf, Shape shape, double... values) {
    return LossGraph.constant(tf, shape, values);
  }

  private static double[] flat(double value) {
    double[] map = new double[HEIGHT * WIDTH];
    Arrays.fill(map, value);
    return map;
  }

  private static double[] painted(double shift) {
    double[] image = new double[HEIGHT * WIDTH];
    for (int i = 0; i < image.length; i++) {
      double x = i % WIDTH + shift;
      int row = i / WIDTH;
      image[i] = 0.5 + 0.3 * Math.sin(0.35 * x) + 0.15 * Math.cos(0.5 * row);
    }
    return image;
  }
}
