package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class BilinearSamplerTest {
  private static final int COUNT = 2;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int CHANNELS = 3;
  private static final Shape IMAGE = Shape.of(COUNT, HEIGHT, WIDTH, CHANNELS);
  private static final Shape COORDINATES = Shape.of(COUNT, 3, 4, 2);

  @Test
  void readsWhatANaiveSamplerReads() {
    double[] image = DoubleGraph.random(IMAGE, 1, 0, 1);
    double[] coordinates = DoubleGraph.random(COORDINATES, 2, -1, 5);
    try (DoubleGraph graph = new DoubleGraph(List.of(IMAGE, COORDINATES), this::values)) {
      assertArrayEquals(
          naive(image, coordinates), graph.output(image, coordinates), 1e-12, "seeds 1 and 2");
    }
  }

  @Test
  void saysWhatIsValid() {
    double nan = Double.NaN;
    double[] coordinates = {
      0, 0, 4, 3, 4.001, 3, 4, 3.001, -0.001, 0, 0, -0.001, nan, 1, 1, nan, 1e300, 1, -1e300, 1, 2,
      2, 1.5, 0.5
    };
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(Shape.of(1, HEIGHT, WIDTH, 1), Shape.of(1, 1, 12, 2)),
            (tf, in) -> {
              var sampled = BilinearSampler.sample(tf, in.get(0), in.get(1));
              // What is invalid must stay 0 whatever the coordinate was.
              return tf.math.add(
                  sampled.valid(), tf.reshape(sampled.values(), tf.constant(new int[] {1, 1, -1})));
            })) {
      double[] fives = new double[HEIGHT * WIDTH];
      Arrays.fill(fives, 5);
      assertArrayEquals(
          new double[] {6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6},
          graph.output(fives, coordinates),
          1e-12);
    }
  }

  @Test
  void hasGradientsForPictureAndCoordinates() {
    double[] image = DoubleGraph.random(IMAGE, 3, 0, 1);
    // The step of 1e-6 meets a pixel's centre, where there is a kink, in one draw of 10⁵.
    double[] coordinates = DoubleGraph.random(COORDINATES, 4, -1, 5);
    try (DoubleGraph graph =
        DoubleGraph.inMixedPrecision(List.of(IMAGE, COORDINATES), this::values)) {
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-7, image, coordinates);
    }
  }

  @Test
  void gradientsStayFiniteWhereCoordinatesAreNot() {
    double[] coordinates = DoubleGraph.random(COORDINATES, 4, 0, 3);
    coordinates[0] = Double.NaN;
    coordinates[5] = Double.POSITIVE_INFINITY;
    double[] image = DoubleGraph.random(IMAGE, 3, 0, 1);
    try (DoubleGraph graph = new DoubleGraph(List.of(IMAGE, COORDINATES), this::values)) {
      for (double[] gradient : graph.gradients(image, coordinates)) {
        for (double g : gradient) {
          assertTrue(Double.isFinite(g));
        }
      }
    }
  }

  @Test
  void shiftsRowsByADisparity() {
    double[] image = DoubleGraph.random(IMAGE, 5, 0, 1);
    Shape shape = Shape.of(COUNT, HEIGHT, WIDTH);
    double[] offset = DoubleGraph.random(shape, 6, -3, 3);
    double[] coordinates = new double[2 * offset.length];
    for (int i = 0; i < offset.length; i++) {
      coordinates[2 * i] = i % WIDTH + offset[i];
      coordinates[2 * i + 1] = i / WIDTH % HEIGHT;
    }
    try (DoubleGraph graph =
        new DoubleGraph(
            List.of(IMAGE, shape),
            (tf, in) -> BilinearSampler.shifted(tf, in.get(0), in.get(1)).values())) {
      double[] expected = new double[image.length];
      for (int i = 0; i < offset.length; i++) {
        read(image, i / (HEIGHT * WIDTH), coordinates[2 * i], coordinates[2 * i + 1], expected, i);
      }
      assertArrayEquals(expected, graph.output(image, offset), 1e-12, "seeds 5 and 6");
      graph.assertGradientsAreFiniteDifferences(1e-6, 1e-7, image, offset);
    }
  }

  @Test
  void coordinatesOfFloat32PicturesKeepTheirPrecisionInMixedPrecision() {
    // A ramp over 600 columns, read at x + 1/8: bfloat16 coordinates would be off by up to 2.
    int wide = 600;
    Shape shape = Shape.of(1, 1, wide - 1, 2);
    double[] coordinates = new double[2 * (wide - 1)];
    for (int i = 0; i < wide - 1; i++) {
      coordinates[2 * i] = i + 0.125;
    }
    try (DoubleGraph graph =
        DoubleGraph.inMixedPrecision(
            List.of(Shape.of(1, 1, wide, 1), shape),
            (tf, in) -> {
              Operand<TFloat32> image = tf.dtypes.cast(in.get(0), TFloat32.class);
              return tf.dtypes.cast(
                  BilinearSampler.sample(tf, image, in.get(1)).values(), TFloat64.class);
            })) {
      double[] ramp = new double[wide];
      for (int i = 0; i < wide; i++) {
        // Multiples of 1/8 below 2: bfloat16 holds the picture itself and its steps well.
        ramp[i] = i % 8 / 8.0;
      }
      double[] read = graph.output(ramp, coordinates);
      for (int i = 0; i < wide - 1; i++) {
        assertEquals(0.875 * ramp[i] + 0.125 * ramp[i + 1], read[i], 4e-3, "column " + i);
      }
    }
  }

  private Operand<TFloat64> values(Ops tf, List<? extends Operand<TFloat64>> in) {
    return BilinearSampler.sample(tf, in.get(0), in.get(1)).values();
  }

  private static double[] naive(double[] image, double[] coordinates) {
    int pixels = coordinates.length / 2;
    double[] values = new double[pixels * CHANNELS];
    for (int i = 0; i < pixels; i++) {
      read(image, i / (pixels / COUNT), coordinates[2 * i], coordinates[2 * i + 1], values, i);
    }
    return values;
  }

  private static void read(double[] image, int n, double x, double y, double[] out, int pixel) {
    if (!(x >= 0 && x <= WIDTH - 1 && y >= 0 && y <= HEIGHT - 1)) {
      return;
    }
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        // Equation 5: every pixel counts by how near it is.
        double weight = Math.max(0, 1 - Math.abs(x - column)) * Math.max(0, 1 - Math.abs(y - row));
        for (int c = 0; c < CHANNELS; c++) {
          out[pixel * CHANNELS + c] +=
              weight * image[((n * HEIGHT + row) * WIDTH + column) * CHANNELS + c];
        }
      }
    }
  }
}
