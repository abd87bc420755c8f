package dev.fathom.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StereoCalibrationTest {
  private static final double[] EYE = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /** The two cameras of EuRoC's sensor head: distorted, turned a little, 11 cm apart. */
  private static final RigidTransform RIGHT_FROM_LEFT =
      new RigidTransform(
          Rotation.about(new Vector3(0.3, -0.8, 0.5), 0.0217),
          new Vector3(-0.10993, 0.00037, -0.00085));

  private static CameraCalibration euroc(String frame, String model, double[] d, double[] k) {
    return CameraCalibration.of(
        frame, 752, 480, model, d, k, EYE, new double[12], 1, 1, 0, 0, 0, 0, false);
  }

  private static CameraCalibration left(String model) {
    double[] k = {458.654, 0, 367.215, 0, 457.296, 248.375, 0, 0, 1};
    double[] bob = {-0.28340811, 0.07395907, 0.00019359, 1.76187114e-05, 0};
    double[] fish = {-0.01, 0.02, -0.01, 0.002};
    return euroc("cam0", model, model.equals("plumb_bob") ? bob : fish, k);
  }

  private static CameraCalibration right(String model) {
    double[] k = {457.587, 0, 379.999, 0, 456.134, 255.238, 0, 0, 1};
    double[] bob = {-0.28368365, 0.07451284, -0.00010473, -3.55590700e-05, 0};
    double[] fish = {-0.012, 0.021, -0.011, 0.0021};
    return euroc("cam1", model, model.equals("plumb_bob") ? bob : fish, k);
  }

  private static CameraCalibration pinhole(String frame, double fx) {
    return CameraCalibration.pinhole(frame, new Intrinsics(640, 480, fx, fx, 320, 240));
  }

  private static RigidTransform sideways(double x) {
    return new RigidTransform(Rotation.IDENTITY, new Vector3(x, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plumb_bob", "equidistant"})
  void rectificationFromTransformPutsEveryPointOnOneRowAtItsDisparity(String model) {
    StereoCalibration pair =
        StereoCalibration.fromTransform(left(model), right(model), RIGHT_FROM_LEFT);
    assertEquals(RIGHT_FROM_LEFT.translation().norm(), pair.baselineMetres(), 1e-6);
    Intrinsics camera = pair.left().rectifiedIntrinsics();
    Intrinsics other = pair.right().rectifiedIntrinsics();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Vector3 inLeft =
          new Vector3(random.nextGaussian(), random.nextGaussian(), 2 + 8 * random.nextDouble());
      Vector3 l = pair.left().rectification().rotate(inLeft);
      Vector3 r = pair.right().rectification().rotate(RIGHT_FROM_LEFT.apply(inLeft));
      assertEquals(camera.projectY(l.y(), l.z()), other.projectY(r.y(), r.z()), 1e-6, "seed 7");
      double disparity = camera.projectX(l.x(), l.z()) - other.projectX(r.x(), r.z());
      double depth =
          pair.focalPixels() * pair.baselineMetres() / (disparity - pair.disparityAtInfinity());
      assertEquals(l.z(), depth, 1e-4, "seed 7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plumb_bob", "equidistant"})
  void aRectificationOfOurOwnNamesTheFrameThatItTurnsInto(String model) {
    StereoCalibration pair =
        StereoCalibration.fromTransform(left(model), right(model), RIGHT_FROM_LEFT);
    RectifiedFrame frame = pair.rectifiedFrame().orElseThrow();
    assertEquals("cam0", frame.parent());
    assertEquals("cam0_rect", frame.child());
    assertEquals("cam0_rect", pair.frameId());
    Random random = new Random(11);
    for (int i = 0; i < 20; i++) {
      Vector3 inCamera =
          new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      Vector3 inRectified = pair.left().rectification().rotate(inCamera);
      Vector3 back = frame.parentFromChild().rotate(inRectified);
      assertEquals(0, back.minus(inCamera).norm(), 1e-12, "seed 11");
      assertTrue(inRectified.minus(inCamera).norm() > 1e-4, "the frame is turned");
    }
    assertEquals(pair.rectifiedFrame(), pair.resized(376, 240).rectifiedFrame());
    assertEquals(pair.rectifiedFrame(), pair.cropped(0, 0, 376, 240).rectifiedFrame());
  }

  @Test
  void depthStaysInTheCamerasFrameWhereNothingOfOursTurnsIt() {
    StereoCalibration sideBySide =
        StereoCalibration.fromTransform(left("plumb_bob"), right("plumb_bob"), sideways(-0.1));
    assertTrue(sideBySide.rectifiedFrame().isEmpty());
    assertEquals("cam0", sideBySide.frameId());
    // As ROS has it, a rectification of the camera_info belongs to the camera's frame.
    StereoCalibration turned =
        StereoCalibration.fromTransform(left("plumb_bob"), right("plumb_bob"), RIGHT_FROM_LEFT);
    StereoCalibration given = StereoCalibration.fromProjections(turned.left(), turned.right());
    assertTrue(given.left().rectification().angle() > 1e-3, "R of the camera_info turns");
    assertEquals("cam0", given.frameId());
  }

  @Test
  void rectifiedPairKeepsItsCamerasAndGetsItsBaseline() {
    CameraCalibration left = pinhole("infra1", 400);
    StereoCalibration pair =
        StereoCalibration.fromTransform(left, pinhole("infra2", 400), sideways(-0.05));
    assertSame(left, pair.left());
    assertEquals("infra1", pair.frameId());
    assertEquals(left.rectifiedIntrinsics(), pair.right().rectifiedIntrinsics());
    assertEquals(0.05, pair.baselineMetres(), 1e-12);
    assertEquals(0.05, pair.right().baselineMetres(), 1e-12);
  }

  @Test
  void baselineComesFromTheRightProjection() {
    double[] k = {700, 0, 320, 0, 700, 240, 0, 0, 1};
    double[] p = {700, 0, 320, -84, 0, 700, 240, 0, 0, 0, 1, 0};
    CameraCalibration right =
        CameraCalibration.of(
            "r", 640, 480, "plumb_bob", new double[5], k, EYE, p, 0, 0, 0, 0, 0, 0, false);
    CameraCalibration left = pinhole("l", 700);
    assertTrue(StereoCalibration.hasBaseline(left, right));
    assertEquals(0.12, StereoCalibration.fromProjections(left, right).baselineMetres(), 1e-12);
    String swapped =
        assertThrows(
                IllegalArgumentException.class,
                () -> StereoCalibration.fromProjections(right, left))
            .toString();
    assertTrue(swapped.contains("swapped"), swapped);
    String missing =
        assertThrows(
                IllegalArgumentException.class, () -> StereoCalibration.fromProjections(left, left))
            .toString();
    assertTrue(missing.contains("no baseline"), missing);
  }

  @Test
  void resizedPairMeasuresTheSameDepth() {
    StereoCalibration pair =
        StereoCalibration.fromTransform(left("plumb_bob"), right("plumb_bob"), RIGHT_FROM_LEFT);
    StereoCalibration half = pair.resized(376, 240);
    assertEquals(pair.baselineMetres(), half.baselineMetres());
    assertEquals(pair.baselineMetres(), half.right().baselineMetres(), 1e-9);
    assertEquals(pair.focalPixels() / 2, half.focalPixels(), 1e-9);
    assertEquals(pair.disparityAtInfinity() / 2, half.disparityAtInfinity(), 1e-9);
  }

  @Test
  void camerasThatAreNoPairAreRefused() {
    CameraCalibration a = pinhole("a", 400);
    assertThrows(
        IllegalArgumentException.class,
        () -> StereoCalibration.fromTransform(a, a, sideways(0.05)));
    RigidTransform above = new RigidTransform(Rotation.IDENTITY, new Vector3(0, -0.1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> StereoCalibration.fromTransform(a, a, above));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            StereoCalibration.fromTransform(
                left("plumb_bob"), right("equidistant"), RIGHT_FROM_LEFT));
    CameraCalibration other = pinhole("b", 500);
    String rows =
        assertThrows(IllegalArgumentException.class, () -> new StereoCalibration(a, other, 0.1))
            .toString();
    assertTrue(rows.contains("do not match"), rows);
    assertThrows(
        IllegalArgumentException.class,
        () -> new StereoCalibration(a, a.cropped(0, 0, 600, 480), 0.1));
    assertThrows(IllegalArgumentException.class, () -> new StereoCalibration(a, a, Double.NaN));
  }
}
