package dev.fathom.geometry;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC2;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC3;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.DoubleBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DistortionTest {
  /** Lenses of real cameras: EuRoC, KITTI, TUM fisheye, Azure Kinect, and none. */
  static Stream<Distortion> lenses() {
    return Stream.of(
        new NoDistortion(),
        new PlumbBob(-0.28340811, 0.07395907, 0.00019359, 1.76187114e-05, 0),
        new PlumbBob(-0.3691481, 0.1968681, 0.001353473, 0.0005677587, -0.06770705),
        new RationalPolynomial(0.52, -2.45, 0.0006, -0.0002, 1.42, 0.4, -2.28, 1.35),
        new Equidistant(0.0034823894, 0.0007150348, -0.0020532361, 0.00020293673));
  }

  @ParameterizedTest
  @MethodSource("lenses")
  void undistortUndoesDistort(Distortion lens) {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      double x = random.nextDouble() * 1.4 - 0.7;
      double y = random.nextDouble() * 1.0 - 0.5;
      Vector2 seen = lens.distort(x, y);
      Vector2 back = lens.undistort(seen.x(), seen.y()).orElseThrow();
      assertEquals(x, back.x(), 1e-7, "seed 3, " + lens);
      assertEquals(y, back.y(), 1e-7, "seed 3, " + lens);
    }
  }

  @ParameterizedTest
  @MethodSource("lenses")
  void distortAgreesWithOpenCv(Distortion lens) {
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      double x = random.nextDouble() * 1.4 - 0.7;
      double y = random.nextDouble() * 1.0 - 0.5;
      double[] truth = projectWithOpenCv(lens, x, y);
      Vector2 ours = lens.distort(x, y);
      assertArrayEquals(truth, new double[] {ours.x(), ours.y()}, 1e-12, "seed 4, " + lens);
    }
  }

  @ParameterizedTest
  @MethodSource("lenses")
  void undistortAgreesWithOpenCv(Distortion lens) {
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      // Moderate angles: OpenCV's default undistortPoints stops after five rounds.
      Vector2 seen = lens.distort(random.nextDouble() * 0.4 - 0.2, random.nextDouble() * 0.4 - 0.2);
      double[] truth = undistortWithOpenCv(lens, seen);
      Vector2 ours = lens.undistort(seen.x(), seen.y()).orElseThrow();
      assertArrayEquals(truth, new double[] {ours.x(), ours.y()}, 1e-4, "seed 5, " + lens);
    }
  }

  @Test
  void jacobianIsTheLimitOfDifferences() {
    RationalPolynomial lens =
        new RationalPolynomial(0.52, -2.45, 0.006, -0.002, 1.42, 0.4, -2.28, 1.35);
    Random random = new Random(6);
    double h = 1e-6;
    for (int i = 0; i < 100; i++) {
      double x = random.nextDouble() - 0.5;
      double y = random.nextDouble() - 0.5;
      Vector2 right = lens.distort(x + h, y);
      Vector2 left = lens.distort(x - h, y);
      Vector2 down = lens.distort(x, y + h);
      Vector2 up = lens.distort(x, y - h);
      double[] numeric = {
        (right.x() - left.x()) / (2 * h),
        (down.x() - up.x()) / (2 * h),
        (right.y() - left.y()) / (2 * h),
        (down.y() - up.y()) / (2 * h)
      };
      assertArrayEquals(numeric, lens.jacobian(x, y), 1e-7, "seed 6");
    }
  }

  @Test
  void pointBeyondTheFoldHasNoOrigin() {
    // With k1 = −0.3 the distorted radius never exceeds 0.703.
    PlumbBob lens = new PlumbBob(-0.3, 0, 0, 0, 0);
    assertTrue(lens.undistort(0.70, 0).isPresent());
    assertTrue(lens.undistort(0.71, 0).isEmpty());
    assertTrue(lens.undistort(0, -5).isEmpty());
    Equidistant fisheye = new Equidistant(0, 0, 0, 0);
    assertTrue(fisheye.undistort(1.5, 0).isPresent());
    assertTrue(fisheye.undistort(1.6, 0).isEmpty());
  }

  @Test
  void modelsAreKnownByTheirRosNames() {
    for (Distortion lens : lenses().toList()) {
      assertEquals(
          lens.coefficients().length,
          Distortion.of(lens.rosName(), lens.coefficients()).coefficients().length);
    }
    assertEquals(new Equidistant(1, 2, 3, 4), Distortion.of("fisheye", new double[] {1, 2, 3, 4}));
    assertEquals(
        new PlumbBob(1, 2, 3, 4, 0), Distortion.of("plumb_bob", new double[] {1, 2, 3, 4}));
    assertEquals(new NoDistortion(), Distortion.of("", new double[5]));
  }

  @ParameterizedTest
  @CsvSource({
    "thin_prism, 5, thin_prism",
    "plumb_bob, 3, 3",
    "rational_polynomial, 5, 5",
    "equidistant, 5, 5",
    "none, 5, without a model"
  })
  void unknownModelsAndWrongLengthsAreRefusedByName(String name, int count, String said) {
    double[] d = new double[count];
    java.util.Arrays.fill(d, 0.1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Distortion.of(name, d)).toString();
    assertTrue(message.contains(said), message);
  }

  @Test
  void notANumberIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Distortion.of("plumb_bob", new double[] {0, Double.NaN, 0, 0, 0}));
  }

  @Test
  void onlyALensThatMovesNothingIsNone() {
    assertTrue(new NoDistortion().isNone());
    assertTrue(new PlumbBob(0, 0, 0, 0, 0).isNone());
    List.of(new PlumbBob(0, 0, 0, 1e-3, 0), new Equidistant(0, 0, 0, 0))
        .forEach(lens -> assertFalse(lens.isNone()));
  }

  private static double[] projectWithOpenCv(Distortion lens, double x, double y) {
    try (Mat points = mat(1, 1, CV_64FC3, x, y, 1);
        Mat zero = mat(3, 1, CV_64F, 0, 0, 0);
        Mat k = mat(3, 3, CV_64F, 1, 0, 0, 0, 1, 0, 0, 0, 1);
        Mat d = mat(lens.coefficients().length, 1, CV_64F, lens.coefficients());
        Mat out = new Mat()) {
      if (lens instanceof Equidistant) {
        opencv_calib3d.fisheyeProjectPoints(points, out, zero, zero, k, d, 0, new Mat());
      } else {
        opencv_calib3d.projectPoints(points, zero, zero, k, d, out);
      }
      return numbers(out);
    }
  }

  private static double[] undistortWithOpenCv(Distortion lens, Vector2 seen) {
    try (Mat points = mat(1, 1, CV_64FC2, seen.x(), seen.y());
        Mat k = mat(3, 3, CV_64F, 1, 0, 0, 0, 1, 0, 0, 0, 1);
        Mat d = mat(lens.coefficients().length, 1, CV_64F, lens.coefficients());
        Mat out = new Mat()) {
      if (lens instanceof Equidistant) {
        opencv_calib3d.fisheyeUndistortPoints(points, out, k, d);
      } else {
        opencv_calib3d.undistortPoints(points, out, k, d);
      }
      return numbers(out);
    }
  }

  private static Mat mat(int rows, int columns, int type, double... values) {
    Mat mat = new Mat(rows, columns, type);
    mat.<DoubleBuffer>createBuffer().put(values);
    return mat;
  }

  private static double[] numbers(Mat mat) {
    double[] values = new double[2];
    mat.<DoubleBuffer>createBuffer().get(values);
    return values;
  }
}
