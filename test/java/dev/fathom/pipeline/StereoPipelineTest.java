package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelEncoding;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import dev.fathom.stereo.StereoOptions;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StereoPipelineTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 120;
  private static final double FOCAL = 200;
  private static final double BASELINE = 0.15;
  private static final long STAMP = 42_000_000_007L;
  private static final PublishedRange RANGE = new PublishedRange(0.1f, 100);

  /** Semi-global matching leans towards whole pixels by up to a fifth of one. */
  private static final double DISPARITY_TOLERANCE = 0.25;

  private static StereoCalibration rectified(double leftCx, double rightCx) {
    return new StereoCalibration(
        pinhole("left_optical", leftCx, 0), pinhole("right_optical", rightCx, BASELINE), BASELINE);
  }

  private static CameraCalibration pinhole(String frame, double cx, double baseline) {
    double[] k = {FOCAL, 0, cx, 0, FOCAL, 60, 0, 0, 1};
    double[] p = {FOCAL, 0, cx, -FOCAL * baseline, 0, FOCAL, 60, 0, 0, 0, 1, 0};
    double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    return CameraCalibration.of(
        frame, WIDTH, HEIGHT, "plumb_bob", new double[5], k, r, p, 0, 0, 0, 0, 0, 0, false);
  }

  private static StereoFrame frame(
      StereoCalibration pair, double metres, PixelEncoding left, PixelEncoding right) {
    // Blotches of three pixels.
    TexturedWall wall = new TexturedWall(metres, 3 * metres / FOCAL);
    return new StereoFrame(
        STAMP,
        wall.seenBy(pair.left(), 0, left),
        wall.seenBy(pair.right(), pair.baselineMetres(), right),
        pair);
  }

  private static DepthEstimate estimate(StereoFrame frame) {
    DepthEstimate out = new DepthEstimate();
    StageClock clock = new StageClock();
    clock.start();
    try (StereoPipeline pipeline = new StereoPipeline(StereoOptions.defaults(), RANGE)) {
      pipeline.estimate(frame, out, clock);
    }
    return out;
  }

  /** Share of pixels with a depth; each of them must be that of the wall. */
  private static double assertWall(DepthEstimate estimate, double metres) {
    FloatImage depth = estimate.depth();
    double fb = estimate.intrinsics().fx() * BASELINE;
    int known = 0;
    int right = 0;
    for (int i = 0; i < depth.size(); i++) {
      float z = depth.data()[i];
      if (Depth.isKnown(z)) {
        known++;
        right += Math.abs(fb / z - fb / metres) <= DISPARITY_TOLERANCE ? 1 : 0;
      }
    }
    assertTrue(right > 0.99 * known, right + " of " + known + " depths are the wall's");
    return (double) known / depth.size();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.6, 2.5, 6.0})
  void aWallHasItsDistance(double metres) {
    StereoCalibration pair = rectified(160, 160);
    DepthEstimate estimate =
        estimate(frame(pair, metres, PixelEncoding.MONO8, PixelEncoding.MONO8));
    double disparity = FOCAL * BASELINE / metres;
    double share = assertWall(estimate, metres);
    // The left columns show what the right camera does not see.
    assertTrue(share > 0.95 - disparity / WIDTH, share + " of the pixels have a depth");
    assertEquals(STAMP, estimate.stampNanos());
    assertEquals("left_optical", estimate.frameId());
    assertEquals(pair.left().rectifiedIntrinsics(), estimate.intrinsics());
    assertEquals(WIDTH, estimate.depth().width());
    assertEquals(HEIGHT, estimate.depth().height());
  }

  @Test
  void sigmaIsThereExactlyWhereDepthIs() {
    DepthEstimate estimate =
        estimate(frame(rectified(160, 160), 2.5, PixelEncoding.MONO8, PixelEncoding.MONO8));
    int unknown = 0;
    for (int i = 0; i < estimate.depth().size(); i++) {
      boolean known = Depth.isKnown(estimate.depth().data()[i]);
      float sigma = estimate.sigma().data()[i];
      assertEquals(known, !Float.isNaN(sigma), "pixel " + i);
      assertTrue(!known || sigma > 0, "pixel " + i + ": " + sigma);
      unknown += known ? 0 : 1;
    }
    assertTrue(unknown > 0, "the hidden border is unknown");
  }

  @Test
  void colourAndGreyGiveTheSameDepth() {
    StereoCalibration pair = rectified(160, 160);
    DepthEstimate grey = estimate(frame(pair, 2.5, PixelEncoding.MONO8, PixelEncoding.MONO8));
    for (PixelEncoding encoding :
        new PixelEncoding[] {PixelEncoding.RGB8, PixelEncoding.BGR8, PixelEncoding.BGRA8}) {
      DepthEstimate colour = estimate(frame(pair, 2.5, encoding, encoding));
      assertArrayEquals(used(grey.depth()), used(colour.depth()), encoding.toString());
      assertEquals(3, colour.colour().channels());
    }
    DepthEstimate mixed = estimate(frame(pair, 2.5, PixelEncoding.RGB8, PixelEncoding.MONO8));
    assertArrayEquals(used(grey.depth()), used(mixed.depth()), "one camera grey");
    assertEquals(1, grey.colour().channels(), "grey cameras stay grey");
  }

  private static float[] used(FloatImage image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  @Test
  void principalPointsMayDiffer() {
    double metres = 2.5;
    StereoCalibration pair = rectified(160, 152);
    DepthEstimate estimate =
        estimate(frame(pair, metres, PixelEncoding.MONO8, PixelEncoding.MONO8));
    assertTrue(assertWall(estimate, metres) > 0.8);
    DepthEstimate.Baseline baseline = estimate.requireBaseline();
    int compared = 0;
    for (int i = 0; i < estimate.depth().size(); i++) {
      float z = estimate.depth().data()[i];
      if (Depth.isKnown(z)) {
        compared++;
        // What stereo_msgs/DisparityImage promises: depth is f·t/d.
        double d = estimate.disparity().data()[i];
        assertEquals(z, FOCAL * baseline.metres() / d, 1e-4 * z);
        assertTrue(d >= baseline.minDisparity() && d <= baseline.maxDisparity());
      }
    }
    assertTrue(compared > 10_000);
  }

  @Test
  void depthsOutsideTheRangeBecomeInfinite() {
    StereoFrame frame = frame(rectified(160, 160), 2.5, PixelEncoding.MONO8, PixelEncoding.MONO8);
    DepthEstimate out = new DepthEstimate();
    StageClock clock = new StageClock();
    for (float[] range : new float[][] {{0.1f, 2}, {3, 9}}) {
      try (StereoPipeline pipeline =
          new StereoPipeline(StereoOptions.defaults(), new PublishedRange(range[0], range[1]))) {
        pipeline.estimate(frame, out, clock);
      }
      float expected = range[1] < 2.5 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
      float centre = out.depth().at(WIDTH / 2, HEIGHT / 2);
      assertEquals(expected, centre);
      assertTrue(Float.isNaN(out.sigma().at(WIDTH / 2, HEIGHT / 2)));
      assertEquals(FOCAL * BASELINE / 2.5, out.disparity().at(WIDTH / 2, HEIGHT / 2), 0.25);
      for (int i = 0; i < out.depth().size(); i++) {
        boolean unknown = Float.isNaN(out.depth().data()[i]);
        assertEquals(unknown, Float.isNaN(out.disparity().data()[i]), "pixel " + i);
      }
    }
  }

  /** Strong lenses, turned by degrees: only right maps on both sides leave a plane in one depth. */
  @Test
  void distortedAndTurnedCamerasAreRectified() {
    StereoCalibration pair = distorted();
    double metres = 2.5;
    DepthEstimate estimate =
        estimate(frame(pair, metres, PixelEncoding.MONO8, PixelEncoding.MONO8));
    double share = assertWall(estimate, metres);
    assertTrue(share > 0.8, share + " of the pixels have a depth");
    assertEquals("left_optical_rect", estimate.frameId());
    assertEquals(pair.left().rectifiedIntrinsics(), estimate.intrinsics());
  }

  private static StereoCalibration distorted() {
    return distorted("right_optical");
  }

  private static StereoCalibration distorted(String rightFrame) {
    Intrinsics unused = new Intrinsics(WIDTH, HEIGHT, FOCAL, FOCAL, 160, 60);
    CameraCalibration left =
        lens("left_optical", new double[] {-0.25, 0.06, 0.001, -0.0005, 0}, unused);
    CameraCalibration right =
        lens(rightFrame, new double[] {-0.22, 0.05, -0.0008, 0.0004, 0}, unused);
    RigidTransform leftFromRight =
        new RigidTransform(
            Rotation.about(new Vector3(0.3, 1, 0.2), Math.toRadians(2)),
            new Vector3(BASELINE, 0.004, -0.003));
    return StereoCalibration.fromTransform(left, right, leftFromRight.inverse());
  }

  private static CameraCalibration lens(String frame, double[] d, Intrinsics camera) {
    double[] k = {camera.fx(), 0, camera.cx(), 0, camera.fy(), camera.cy(), 0, 0, 1};
    return CameraCalibration.of(
        frame,
        WIDTH,
        HEIGHT,
        "plumb_bob",
        d,
        k,
        new double[9],
        new double[12],
        0,
        0,
        0,
        0,
        0,
        0,
        false);
  }

  @Test
  void nothingIsClaimedWhereTheLensSawNothing() {
    // The rectified picture is wider than what the lens delivers.
    double[] k = {FOCAL, 0, 160, 0, FOCAL, 60, 0, 0, 1};
    double wide = FOCAL / 2;
    double[] p = {wide, 0, 160, 0, 0, wide, 60, 0, 0, 0, 1, 0};
    double[] pRight = {wide, 0, 160, -wide * BASELINE, 0, wide, 60, 0, 0, 0, 1, 0};
    double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    double[] d = {-0.1, 0, 0, 0, 0};
    StereoCalibration pair =
        StereoCalibration.fromProjections(
            CameraCalibration.of(
                "l", WIDTH, HEIGHT, "plumb_bob", d, k, r, p, 0, 0, 0, 0, 0, 0, false),
            CameraCalibration.of(
                "r", WIDTH, HEIGHT, "plumb_bob", d, k, r, pRight, 0, 0, 0, 0, 0, 0, false));
    StereoFrame frame = frame(pair, 1.5, PixelEncoding.MONO8, PixelEncoding.MONO8);
    DepthEstimate out = new DepthEstimate();
    StageClock clock = new StageClock();
    try (StereoPipeline pipeline =
        new StereoPipeline(StereoOptions.defaults().withFill(true), RANGE)) {
      pipeline.estimate(frame, out, clock);
    }
    for (int x = 0; x < 40; x++) {
      for (FloatImage image : new FloatImage[] {out.depth(), out.sigma(), out.disparity()}) {
        assertTrue(Float.isNaN(image.at(x, HEIGHT / 2)), "column " + x);
        assertTrue(Float.isNaN(image.at(WIDTH - 1 - x, HEIGHT / 2)), "column -" + x);
      }
    }
    assertTrue(Depth.isKnown(out.depth().at(WIDTH / 2, HEIGHT / 2)));
  }

  @Test
  void aCalibrationThatCannotBeBuiltLeavesTheOldOneAndNothingElse() {
    StereoFrame good = frame(distorted(), 2.5, PixelEncoding.MONO8, PixelEncoding.MONO8);
    StereoFrame bad = frame(distorted("broken"), 2.5, PixelEncoding.MONO8, PixelEncoding.MONO8);
    StageClock clock = new StageClock();
    DepthEstimate out = new DepthEstimate();
    try (StereoPipeline pipeline =
        new StereoPipeline(
            StereoOptions.defaults(),
            PairMatcher.semiGlobal(StereoOptions.defaults()),
            RANGE,
            StereoPipelineTest::unlessBroken)) {
      pipeline.estimate(good, out, clock);
      float[] before = used(out.depth());
      long pointers = Pointer.totalCount();
      assertThrows(IllegalStateException.class, () -> pipeline.estimate(bad, out, clock));
      assertTrue(Pointer.totalCount() <= pointers, "the left rectifier was closed");
      pipeline.estimate(good, out, clock);
      assertArrayEquals(before, used(out.depth()));
    }
  }

  private static Rectifier unlessBroken(CameraCalibration camera) {
    if (camera.frameId().equals("broken")) {
      throw new IllegalStateException("no rectifier for " + camera.frameId());
    }
    return new Rectifier(camera);
  }

  @Test
  void closingGivesBackAllNativeMemory() {
    StereoFrame frame =
        frame(distorted(), 2.5, PixelEncoding.BAYER_RGGB8, PixelEncoding.BAYER_RGGB8);
    estimate(frame);
    long pointers = Pointer.totalCount();
    for (int i = 0; i < 3; i++) {
      estimate(frame);
    }
    assertTrue(Pointer.totalCount() <= pointers, Pointer.totalCount() + " after " + pointers);
  }

  @Test
  void aNewCalibrationHoldsFromItsFirstFrame() {
    StageClock clock = new StageClock();
    DepthEstimate out = new DepthEstimate();
    try (StereoPipeline pipeline = new StereoPipeline(StereoOptions.defaults(), RANGE)) {
      pipeline.estimate(
          frame(rectified(160, 160), 2.5, PixelEncoding.MONO8, PixelEncoding.MONO8), out, clock);
      assertWall(out, 2.5);
      pipeline.estimate(
          frame(distorted(), 2.5, PixelEncoding.RGB8, PixelEncoding.RGB8), out, clock);
      assertWall(out, 2.5);
      assertEquals(distorted().left().rectifiedIntrinsics(), out.intrinsics());
      pipeline.estimate(
          frame(rectified(160, 160), 1.6, PixelEncoding.MONO8, PixelEncoding.MONO8), out, clock);
      assertWall(out, 1.6);
    }
  }
}
