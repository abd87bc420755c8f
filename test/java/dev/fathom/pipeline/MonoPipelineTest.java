package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MonoFrame;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipeline round the model that ships with Fathom. */
class MonoPipelineTest {
  private static final PublishedRange RANGE = new PublishedRange(0.1f, 100);
  private static final long STAMP = 99_000_000_001L;

  private static MonoPipeline pipeline;

  @BeforeAll
  static void load() {
    pipeline = new MonoPipeline(network(), RANGE);
  }

  private static DepthNetwork network() {
    ModelOptions cpu = new ModelOptions("cpu", 1, 1, ModelOptions.defaults().bfloat16());
    return DepthNetwork.load(Path.of("models", "unet_rt"), cpu);
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static CameraCalibration camera(int width, int height) {
    double cx = (width - 1) / 2.0;
    double cy = (height - 1) / 2.0;
    return CameraCalibration.pinhole(
        "optical", new Intrinsics(width, height, 0.8 * width, 0.8 * width, cx, cy));
  }

  private static DepthEstimate estimate(CameraCalibration camera, PixelEncoding encoding) {
    ImageView image = new TexturedWall(2, 0.05).seenBy(camera, 0, encoding);
    DepthEstimate out = new DepthEstimate();
    StageClock clock = new StageClock();
    clock.start();
    pipeline.estimate(new MonoFrame(STAMP, image, camera), out, clock);
    for (Stage stage : new Stage[] {Stage.DECODE, Stage.ESTIMATE, Stage.REFINE}) {
      assertTrue(clock.nanos(stage) > 0, stage + " was timed");
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"160, 120", "321, 97", "96, 240"})
  void depthHasTheCamerasSizeAndIntrinsicsWhateverTheNetworks(int width, int height) {
    CameraCalibration camera = camera(width, height);
    DepthEstimate out = estimate(camera, PixelEncoding.RGB8);
    assertEquals(width, out.depth().width());
    assertEquals(height, out.depth().height());
    assertEquals(width, out.sigma().width());
    assertEquals(width, out.colour().width());
    assertEquals(camera.rectifiedIntrinsics(), out.intrinsics());
    assertEquals(STAMP, out.stampNanos());
    assertEquals("optical", out.frameId());
    assertTrue(out.baseline() == null, "one camera has no disparity");
    int known = 0;
    for (int i = 0; i < out.depth().size(); i++) {
      boolean isKnown = Depth.isKnown(out.depth().data()[i]);
      known += isKnown ? 1 : 0;
      assertEquals(isKnown, !Float.isNaN(out.sigma().data()[i]), "pixel " + i);
      assertTrue(!isKnown || out.depth().data()[i] <= RANGE.max(), "pixel " + i);
    }
    assertTrue(known > out.depth().size() / 2, known + " known");
  }

  @Test
  void equalPixelsGiveEqualDepthInWhateverEncodingTheyCome() {
    CameraCalibration camera = camera(160, 120);
    float[] expected = used(estimate(camera, PixelEncoding.RGB8).depth());
    assertArrayEquals(expected, used(estimate(camera, PixelEncoding.BGR8).depth()));
    assertArrayEquals(expected, used(estimate(camera, PixelEncoding.MONO8).depth()));
  }

  private static float[] used(FloatImage image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  @Test
  void nothingIsClaimedWhereTheLensSawNothing() {
    CameraCalibration wide = wide("optical");
    DepthEstimate out = estimate(wide, PixelEncoding.RGB8);
    assertEquals(0, out.colour().data()[0], "the corner is black");
    assertTrue(Float.isNaN(out.depth().at(0, 0)));
    assertTrue(Float.isNaN(out.sigma().at(0, 0)));
    assertTrue(Float.isNaN(out.depth().at(159, 119)));
    assertFalse(Float.isNaN(out.depth().at(80, 60)));
  }

  private static CameraCalibration wide(String frame) {
    double[] k = {130, 0, 80, 0, 130, 60, 0, 0, 1};
    double[] p = {65, 0, 80, 0, 0, 65, 60, 0, 0, 0, 1, 0};
    return CameraCalibration.of(
        frame,
        160,
        120,
        "plumb_bob",
        new double[] {-0.1, 0, 0, 0, 0},
        k,
        new double[9],
        p,
        0,
        0,
        0,
        0,
        0,
        0,
        false);
  }

  @Test
  void aCalibrationThatCannotBeBuiltLeavesTheOldOne() {
    CameraCalibration good = wide("optical");
    ImageView image = new TexturedWall(2, 0.05).seenBy(good, 0, PixelEncoding.RGB8);
    DepthEstimate out = new DepthEstimate();
    StageClock clock = new StageClock();
    Lenses lenses =
        camera -> {
          if (camera.frameId().equals("broken")) {
            throw new IllegalStateException("no rectifier for " + camera.frameId());
          }
          return new Rectifier(camera);
        };
    try (MonoPipeline own = new MonoPipeline(network(), RANGE, lenses)) {
      own.estimate(new MonoFrame(1, image, good), out, clock);
      float[] before = used(out.depth());
      MonoFrame bad = new MonoFrame(2, image, wide("broken"));
      assertThrows(IllegalStateException.class, () -> own.estimate(bad, out, clock));
      own.estimate(new MonoFrame(3, image, good), out, clock);
      assertArrayEquals(before, used(out.depth()));
    }
  }

  @Test
  void aPictureOfAnotherSizeThanItsCalibrationIsRefused() {
    ImageView image = new TexturedWall(2, 0.05).seenBy(camera(160, 120), 0, PixelEncoding.MONO8);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new MonoFrame(1, image, camera(320, 240)));
    assertTrue(
        e.getMessage().contains("160x120") && e.getMessage().contains("320x240"), e.getMessage());
  }
}
