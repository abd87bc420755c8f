package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;

class ProjectionTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;
  private static final Shape DEPTH = Shape.of(2, HEIGHT, WIDTH);
  private static final Shape INTRINSICS = Shape.of(2, 4);
  private static final double[] CAMERAS = {300, 310, 1.2, 0.9, 250, 240, 2.1, 1.4};

  @Test
  void backprojectsEachPixelAlongItsRay() {
    double[] depth = DoubleGraph.random(DEPTH, 1, 1, 9);
    double[] expected = new double[3 * depth.length];
    for (int i = 0; i < depth.length; i++) {
      int camera = i / (HEIGHT * WIDTH) * 4;
      expected[3 * i] = (i % WIDTH - CAMERAS[camera + 2]) / CAMERAS[camera] * depth[i];
      expected[3 * i + 1] =
          (i / WIDTH % HEIGHT - CAMERAS[camera + 3]) / CAMERAS[camera + 1] * depth[i];
      expected[3 * i + 2] = depth[i];
    }
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(DEPTH, INTRINSICS),
            (tf, in) -> Projection.backproject(tf, in.get(0), in.get(1)))) {
      assertArrayEquals(expected, graph.output(depth, CAMERAS.clone()), 1e-12, "seed 1");
      graph.assertGradientsAreFiniteDifferences(1e-5, 1e-7, depth, CAMERAS.clone());
    }
  }

  @Test
  void reprojectsAsAPointCarriedFromCameraToCamera() {
    double[] depth = DoubleGraph.random(DEPTH, 2, 1, 9);
    double[] six = {0.3, -0.2, 0.4, 0.02, -0.03, 0.05, -0.1, 0.2, -0.3, -0.02, 0.01, 0.04};
    double[] other = {320, 330, 1.5, 1.1, 260, 270, 1.9, 0.8};
    double[] expected = new double[2 * depth.length];
    for (int i = 0; i < depth.length; i++) {
      int n = i / (HEIGHT * WIDTH);
      double x = (i % WIDTH - CAMERAS[4 * n + 2]) / CAMERAS[4 * n] * depth[i];
      double y = (i / WIDTH % HEIGHT - CAMERAS[4 * n + 3]) / CAMERAS[4 * n + 1] * depth[i];
      double[] p = turned(x, y, depth[i], six, 6 * n);
      expected[2 * i] = other[4 * n] * p[0] / p[2] + other[4 * n + 2];
      expected[2 * i + 1] = other[4 * n + 1] * p[1] / p[2] + other[4 * n + 3];
    }
    try (DoubleGraph graph =
        DoubleGraph.inMixedPrecision(
            List.of(DEPTH, INTRINSICS, Shape.of(2, 6), INTRINSICS),
            (tf, in) ->
                Projection.reproject(
                        tf, in.get(0), in.get(1), PoseMatrix.fromEuler(tf, in.get(2)), in.get(3))
                    .coordinates())) {
      assertArrayEquals(expected, graph.output(depth, CAMERAS.clone(), six, other), 1e-9, "seed 2");
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-6, depth, CAMERAS.clone(), six, other);
    }
  }

  @Test
  void pointsThatAreNotInFrontAreOnNoPixel() {
    double[] points = {0, 0, 2, 0, 0, -2, 1, 1, 0};
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(Shape.of(1, 1, 3, 3), Shape.of(1, 4)),
            (tf, in) -> Projection.project(tf, in.get(0), in.get(1)).coordinates())) {
      double nan = Double.NaN;
      assertArrayEquals(
          new double[] {5, 6, nan, nan, nan, nan},
          graph.output(points, new double[] {100, 100, 5, 6}));
    }
  }

  @Test
  void pixelsAreKnownWhereThePictureIs() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      assertEquals(
          Shape.of(1, 7, 9, 2),
          Projection.pixels(
                  tf, tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1, 7, 9))))
              .shape());
    }
  }

  /** Rx · Ry · Rz · p + t, one turn after the other. */
  private static double[] turned(double x, double y, double z, double[] six, int at) {
    double cz = Math.cos(six[at + 5]);
    double sz = Math.sin(six[at + 5]);
    double x1 = cz * x - sz * y;
    double y1 = sz * x + cz * y;
    double cy = Math.cos(six[at + 4]);
    double sy = Math.sin(six[at + 4]);
    double x2 = cy * x1 + sy * z;
    double z2 = -sy * x1 + cy * z;
    double cx = Math.cos(six[at + 3]);
    double sx = Math.sin(six[at + 3]);
    return new double[] {
      x2 + six[at], cx * y1 - sx * z2 + six[at + 1], sx * y1 + cx * z2 + six[at + 2]
    };
  }
}
