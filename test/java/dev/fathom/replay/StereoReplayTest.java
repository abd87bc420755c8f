package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.Calibrations;
import dev.fathom.codec.ImageMessages;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Quaternion;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.Transform;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import dev.fathom.pipeline.TexturedWall;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which images become pairs, and where their calibration comes from. */
class StereoReplayTest {
  private static final String[] DEPTH_ONLY = {"products:=depth"};

  @TempDir Path temp;

  private ReplaySummary replay() throws IOException {
    return Replays.stereo(temp.resolve("in"), temp.resolve("out"), DEPTH_ONLY);
  }

  private PairBag recording() throws IOException {
    return new PairBag(temp.resolve("in"));
  }

  private List<Long> stamps() throws IOException {
    return Depths.stampMillis(temp.resolve("out"));
  }

  private List<Double> medians() throws IOException {
    return Depths.of(temp.resolve("out")).stream().map(Depths::median).toList();
  }

  @Test
  void everyPairGivesTheWallsDepth() throws Exception {
    PairBag.sound(temp.resolve("in"), 3);
    ReplaySummary summary = replay();
    assertEquals(List.of(0L, 100L, 200L), stamps());
    for (double median : medians()) {
      assertEquals(PairBag.WALL_METRES, median, 0.01 * PairBag.WALL_METRES);
    }
    assertEquals(3, summary.framesIn());
    assertEquals(3, summary.framesOut());
    assertEquals(Map.of(), summary.framesDropped());
    assertEquals(List.of(), summary.problems());
    assertFalse(summary.dataLost());
    assertEquals(PairBag.LEFT, summary.topics().get("left"));
    assertEquals(PairBag.RIGHT, summary.topics().get("right"));
  }

  @Test
  void partnersMayComeFramesLaterAndInAnyOrder() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0);
      for (int i = 0; i < 4; i++) {
        bag.add(PairBag.LEFT, 10 + i, PairBag.image("left", 100 * i));
      }
      int at = 50;
      for (int i : new int[] {2, 0, 3, 1}) {
        bag.add(PairBag.RIGHT, at++, PairBag.image("right", 100 * i));
      }
      bag.add(PairBag.RIGHT, 60, PairBag.image("right", 500));
      bag.add(PairBag.LEFT, 61, PairBag.image("left", 500));
    }
    ReplaySummary summary = replay();
    assertEquals(List.of(200L, 0L, 300L, 100L, 500L), stamps());
    assertEquals(5, summary.framesIn());
    assertEquals(5, summary.framesOut());
  }

  @Test
  void imagesWithoutPartnerAreCountedButAreNoLossOfData() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0);
      bag.add(PairBag.LEFT, 100, PairBag.image("left", 100));
      bag.add(PairBag.RIGHT, 150, PairBag.image("right", 150));
      bag.pair(200);
    }
    ReplaySummary summary = replay();
    assertEquals(List.of(0L, 200L), stamps());
    assertEquals(3, summary.framesIn());
    assertEquals(2, summary.framesOut());
    assertEquals(Map.of("unpaired", 1L), summary.framesDropped());
    assertFalse(summary.dataLost());
    assertTrue(summary.problems().get(0).contains(PairBag.LEFT), summary.problems().toString());
  }

  @Test
  void memoryOfImagesWithoutPartnerIsBounded() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0);
      for (int i = 0; i < 40; i++) {
        bag.add(PairBag.LEFT, 10 * i, PairBag.image("left", 10 * i));
      }
      // The partner of the newest still finds it, that of the oldest comes too late.
      bag.add(PairBag.RIGHT, 500, PairBag.image("right", 390));
      bag.add(PairBag.RIGHT, 501, PairBag.image("right", 0));
    }
    ReplaySummary summary = replay();
    assertEquals(List.of(390L), stamps());
    assertEquals(40, summary.framesIn());
    assertEquals(Map.of("unpaired", 39L), summary.framesDropped());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void stampsMayDifferByTheDriversJitterOnly(int millis) throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0);
      bag.add(PairBag.LEFT, 10, PairBag.image("left", 1000));
      bag.add(PairBag.RIGHT, 11, PairBag.image("right", 1000 + millis));
    }
    // Two milliseconds: far below half a frame of any camera, above what drivers add.
    var unused = replay();
    assertEquals(millis <= 2 ? List.of(1000L) : List.of(), stamps());
  }

  @Test
  void theNearestOfSeveralPartnersIsTaken() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0);
      bag.add(PairBag.LEFT, 10, PairBag.image("left", 1000));
      bag.add(PairBag.LEFT, 11, PairBag.image("left", 1002));
      bag.add(PairBag.RIGHT, 12, PairBag.image("right", 1002));
      bag.add(PairBag.RIGHT, 13, PairBag.image("right", 1000));
    }
    var unused = replay();
    assertEquals(List.of(1002L, 1000L), stamps());
  }

  @Test
  void stampsThatJumpBackLoseNothing() throws Exception {
    byte[] blank = new byte[PairBag.WIDTH * PairBag.HEIGHT];
    try (PairBag bag = recording()) {
      bag.infos(0).pair(1000).pair(1100);
      // From before the jump, with a stamp that comes again: it must not meet the new partner.
      bag.add(PairBag.LEFT, 1200, PairBag.image("left", 100, PairBag.WIDTH, PairBag.HEIGHT, blank));
      for (int i = 0; i < 3; i++) {
        bag.add(PairBag.LEFT, 2000 + 100 * i, PairBag.image("left", 100 * i));
        bag.add(PairBag.RIGHT, 2000 + 100 * i, PairBag.image("right", 100 * i));
      }
    }
    ReplaySummary summary = replay();
    assertEquals(List.of(1000L, 1100L, 0L, 100L, 200L), stamps());
    for (double median : medians()) {
      assertEquals(PairBag.WALL_METRES, median, 0.01 * PairBag.WALL_METRES);
    }
    assertEquals(Map.of("unpaired", 1L), summary.framesDropped());
  }

  @Test
  void aNewCalibrationHoldsForTheImagesAfterIt() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0).infos(100).pair(100);
      bag.add(PairBag.LEFT_INFO, 150, PairBag.info("left", 150, 2 * PairBag.FOCAL, 0));
      bag.add(
          PairBag.RIGHT_INFO, 150, PairBag.info("right", 150, 2 * PairBag.FOCAL, PairBag.BASELINE));
      bag.pair(200).pair(300);
    }
    ReplaySummary summary = replay();
    assertEquals(4, summary.framesOut(), summary.problems().toString());
    List<Double> medians = medians();
    assertEquals(3, medians.get(1), 0.03);
    assertEquals(6, medians.get(2), 0.06, "twice the focal length, twice as far");
    assertEquals(6, medians.get(3), 0.06);
  }

  @Test
  void calibrationsLoggedAfterTheFirstImageServeItToo() throws Exception {
    try (PairBag bag = recording()) {
      bag.pair(0).infos(5).pair(100);
    }
    assertEquals(2, replay().framesOut());
  }

  @Test
  void aCalibrationThatBreaksMidwayIsSaidAndTheLastGoodOneHolds() throws Exception {
    CameraInfo good = PairBag.info("right", 100, PairBag.FOCAL, PairBag.BASELINE);
    CameraInfo zero =
        new CameraInfo(
            good.header(),
            good.height(),
            good.width(),
            good.distortionModel(),
            good.d(),
            new double[9],
            good.r(),
            good.p(),
            0,
            0,
            good.roi());
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0).add(PairBag.RIGHT_INFO, 100, zero).pair(100);
    }
    ReplaySummary summary = replay();
    assertEquals(2, summary.framesOut());
    assertTrue(summary.dataLost());
    assertTrue(
        summary.problems().stream().anyMatch(p -> p.contains(PairBag.RIGHT_INFO)),
        summary.problems().toString());
  }

  @Test
  void withoutABaselineAnywhereTheReplayIsRefusedBeforeItWrites() throws Exception {
    try (PairBag bag = recording()) {
      bag.add(PairBag.LEFT_INFO, 0, PairBag.info("left", 0, PairBag.FOCAL, 0));
      bag.add(PairBag.RIGHT_INFO, 0, PairBag.info("right", 0, PairBag.FOCAL, 0));
      bag.pair(0);
    }
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::replay);
    assertTrue(e.getMessage().contains("baseline"), e.getMessage());
    assertTrue(
        e.getMessage().contains("'left'") && e.getMessage().contains("'right'"), e.getMessage());
    assertFalse(Files.exists(temp.resolve("out")), "nothing was written");
  }

  @Test
  void swappedCamerasAreRefusedBeforeAnythingIsWritten() throws Exception {
    PairBag.sound(temp.resolve("in"), 1);
    ReplayOptions swapped =
        Replays.with(
            Replays.options(temp.resolve("in"), temp.resolve("out"), PipelineKind.STEREO),
            Map.of(
                "topics",
                new ReplayOptions.NamedTopics(
                    null, PairBag.RIGHT, PairBag.LEFT, null, null, null)));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Replays.run(swapped));
    assertTrue(e.getMessage().contains("swapped"), e.getMessage());
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void baselineAndRectificationComeFromTransformsWhereTheRightCameraHasNone(boolean isStatic)
      throws Exception {
    double metres = 2.5;
    RigidTransform baseFromLeft =
        new RigidTransform(new Rotation(-0.5, 0.5, -0.5, 0.5), new Vector3(0.3, 0.1, 0.2));
    RigidTransform leftFromRight =
        new RigidTransform(
            Rotation.about(new Vector3(0.3, 1, 0.2), Math.toRadians(2)),
            new Vector3(0.15, 0.004, -0.003));
    CameraInfo left = lens("left_optical", -0.2);
    CameraInfo right = lens("right_optical", -0.18);
    CameraCalibration leftLens = Calibrations.of(left);
    StereoCalibration rig =
        StereoCalibration.fromTransform(leftLens, Calibrations.of(right), leftFromRight.inverse());
    TexturedWall wall = new TexturedWall(metres, 3 * metres / PairBag.FOCAL);
    try (PairBag bag = recording()) {
      for (int i = 0; i < 2; i++) {
        TfMessage tf =
            new TfMessage(
                List.of(
                    transform("left_optical", baseFromLeft, 200L * i),
                    transform("right_optical", baseFromLeft.after(leftFromRight), 200L * i)));
        bag.add(isStatic ? "/tf_static" : "/tf", 200L * i, tf);
      }
      bag.add(PairBag.LEFT_INFO, 50, left).add(PairBag.RIGHT_INFO, 50, right);
      bag.add(PairBag.LEFT, 100, message("left_optical", wall, rig.left(), 0));
      bag.add(
          PairBag.RIGHT, 100, message("right_optical", wall, rig.right(), rig.baselineMetres()));
    }
    ReplaySummary summary = replay();
    assertEquals(1, summary.framesOut(), summary.problems().toString());
    // Half a pixel of disparity, of about seven.
    assertEquals(metres, medians().get(0), 0.08 * metres);
    assertTrue(summary.validShare() > 0.5, "valid: " + summary.validShare());
    Image depth = Depths.of(temp.resolve("out")).get(0);
    assertEquals("left_optical_rect", depth.header().frameId());
    TransformStamped turn =
        Replays.messages(temp.resolve("out").resolve("bag"), "/tf_static", TfMessage.class).stream()
            .flatMap(message -> message.transforms().stream())
            .filter(transform -> transform.childFrameId().equals("left_optical_rect"))
            .findFirst()
            .orElseThrow();
    assertEquals("left_optical", turn.header().frameId());
  }

  private static CameraInfo lens(String frame, double k1) {
    double[] k = {PairBag.FOCAL, 0, 79.5, 0, PairBag.FOCAL, 47.5, 0, 0, 1};
    return new CameraInfo(
        PairBag.header(frame, 50),
        PairBag.HEIGHT,
        PairBag.WIDTH,
        "plumb_bob",
        new double[] {k1, 0.04, 0, 0, 0},
        k,
        new double[9],
        new double[12],
        0,
        0,
        new RegionOfInterest(0, 0, 0, 0, false));
  }

  private static Image message(
      String frame, TexturedWall wall, CameraCalibration camera, double x) {
    ImageView view = wall.seenBy(camera, x, PixelEncoding.MONO8);
    return ImageMessages.message(
        PairBag.header(frame, 100),
        PixelEncoding.MONO8,
        view.width(),
        view.height(),
        Bytes.of(view.bytes()));
  }

  private static TransformStamped transform(String child, RigidTransform pose, long millis) {
    Vector3 t = pose.translation();
    Rotation q = pose.rotation();
    return new TransformStamped(
        PairBag.header("base_link", millis),
        child,
        new Transform(
            new dev.fathom.codec.msg.Vector3(t.x(), t.y(), t.z()),
            new Quaternion(q.x(), q.y(), q.z(), q.w())));
  }
}
