package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.BagRecovery;
import dev.fathom.bag.RecoveryReport;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Image;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What broken robots record: as much as can be is used, and the rest is said. */
class BrokenRecordingTest {
  @TempDir Path temp;

  private ReplaySummary replay() throws IOException {
    return Replays.stereo(temp.resolve("in"), temp.resolve("out"), "products:=depth");
  }

  private PairBag recording() throws IOException {
    return new PairBag(temp.resolve("in"));
  }

  private List<Long> stamps() throws IOException {
    return Depths.stampMillis(temp.resolve("out"));
  }

  private static void assertSays(ReplaySummary summary, String... parts) {
    assertTrue(
        summary.problems().stream().anyMatch(p -> Arrays.stream(parts).allMatch(p::contains)),
        summary.problems().toString());
  }

  private static Image shortened(Image image, int bytes) {
    return new Image(
        image.header(),
        image.height(),
        image.width(),
        image.encoding(),
        0,
        image.step(),
        Bytes.of(Arrays.copyOf(image.data().toArray(), bytes)));
  }

  private void assertOnlySecondFrameDropped(ReplaySummary summary, String reason)
      throws IOException {
    assertEquals(List.of(0L, 200L), stamps());
    assertEquals(3, summary.framesIn());
    assertEquals(2, summary.framesOut());
    assertEquals(Map.of(reason, 1L), summary.framesDropped());
    assertTrue(summary.dataLost());
  }

  @Test
  void whatATruncatedFileStillHoldsIsProcessed() throws Exception {
    Path whole = temp.resolve("in");
    int frames = 30;
    try (PairBag bag = new PairBag(whole, 60_000)) {
      for (int i = 0; i < frames; i++) {
        bag.infos(100L * i).pair(100L * i);
      }
    }
    Path file = whole.resolve("in_0.mcap");
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(Files.size(file) * 6 / 10);
    }
    ReplaySummary summary = replay();
    assertTrue(
        summary.framesOut() > frames / 3 && summary.framesOut() < frames,
        summary.framesOut() + " of " + frames);
    assertTrue(summary.dataLost());
    assertSays(summary, "in_0.mcap");
    List<Long> stamps = stamps();
    assertEquals(summary.framesOut(), stamps.size());
    for (int i = 0; i < stamps.size(); i++) {
      assertEquals(100L * i, stamps.get(i));
    }
  }

  @Test
  void anImageShorterThanItsSizeIsDroppedAlone() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0);
      bag.add(PairBag.LEFT, 100, shortened(PairBag.image("left", 100), 5_000));
      bag.add(PairBag.RIGHT, 100, PairBag.image("right", 100));
      bag.pair(200);
    }
    ReplaySummary summary = replay();
    assertOnlySecondFrameDropped(summary, "malformed_image");
    assertSays(summary, PairBag.LEFT, "5000", Integer.toString(PairBag.WIDTH * PairBag.HEIGHT));
  }

  @Test
  void aShortRightImageIsSaidWithItsOwnTopic() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0);
      bag.add(PairBag.LEFT, 100, PairBag.image("left", 100));
      bag.add(PairBag.RIGHT, 100, shortened(PairBag.image("right", 100), 5_000));
      bag.pair(200);
    }
    ReplaySummary summary = replay();
    assertOnlySecondFrameDropped(summary, "malformed_image");
    assertSays(summary, PairBag.RIGHT, "5000");
  }

  @Test
  void bytesThatAreNoMessageAreDataLost() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0);
      bag.add(PairBag.LEFT, 100, PairBag.image("left", 100));
      bag.bytes(PairBag.RIGHT, 100, Image.class, new byte[] {0, 1, 0, 0, 9, 9});
      bag.pair(200);
    }
    ReplaySummary summary = replay();
    // What came without its partner is unpaired; that the partner was broken is said beside it.
    assertOnlySecondFrameDropped(summary, "unpaired");
    assertSays(summary, PairBag.RIGHT, "sensor_msgs/msg/Image");
  }

  @Test
  void anImageOfAnotherSizeThanItsCameraInfoIsDroppedAlone() throws Exception {
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0);
      bag.add(PairBag.LEFT, 100, PairBag.image("left", 100, 80, 48, new byte[80 * 48]));
      bag.add(PairBag.RIGHT, 100, PairBag.image("right", 100));
      bag.pair(200);
    }
    ReplaySummary summary = replay();
    assertOnlySecondFrameDropped(summary, "size_mismatch");
    assertSays(summary, "80x48", PairBag.WIDTH + "x" + PairBag.HEIGHT);
  }

  @Test
  void anUnknownEncodingIsNamed() throws Exception {
    Image left = PairBag.image("left", 100);
    try (PairBag bag = recording()) {
      bag.infos(0).pair(0);
      bag.add(
          PairBag.LEFT,
          100,
          new Image(
              left.header(), left.height(), left.width(), "bayer12p", 0, left.step(), left.data()));
      bag.add(PairBag.RIGHT, 100, PairBag.image("right", 100));
      bag.pair(200);
    }
    ReplaySummary summary = replay();
    assertOnlySecondFrameDropped(summary, "malformed_image");
    assertSays(summary, "bayer12p");
  }

  @Test
  void anUncalibratedCameraIsRefusedByTopicBeforeAnythingIsWritten() throws Exception {
    CameraInfo good = PairBag.info("left", 0, PairBag.FOCAL, 0);
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
      bag.add(PairBag.LEFT_INFO, 0, zero);
      bag.add(PairBag.RIGHT_INFO, 0, PairBag.info("right", 0, PairBag.FOCAL, PairBag.BASELINE));
      bag.pair(0);
    }
    IOException e = assertThrows(IOException.class, this::replay);
    assertTrue(e.getMessage().contains(PairBag.LEFT_INFO), e.getMessage());
    assertFalse(Files.exists(temp.resolve("out")), "nothing was written");
  }

  @Test
  void aCalibrationThatComesGoodLaterServes() throws Exception {
    CameraInfo good = PairBag.info("left", 0, PairBag.FOCAL, 0);
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
      bag.add(PairBag.LEFT_INFO, 0, zero).pair(0).infos(50).pair(100);
    }
    ReplaySummary summary = replay();
    assertEquals(2, summary.framesOut());
    assertSays(summary, PairBag.LEFT_INFO);
  }

  @Test
  void anAbsentCameraInfoIsNamedWithWhatIsThere() throws Exception {
    try (PairBag bag = recording()) {
      bag.add(PairBag.LEFT_INFO, 0, PairBag.info("left", 0, PairBag.FOCAL, 0)).pair(0);
    }
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::replay);
    assertTrue(e.getMessage().contains(PairBag.RIGHT_INFO), e.getMessage());
    assertTrue(e.getMessage().contains(PairBag.LEFT_INFO), "lists what is there");
  }

  @Test
  void aRecordingWithoutCamerasSaysSo() throws Exception {
    try (PairBag bag = recording()) {
      bag.add(PairBag.LEFT_INFO, 0, PairBag.info("left", 0, PairBag.FOCAL, 0));
    }
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::replay);
    assertTrue(e.getMessage().contains("no camera"), e.getMessage());
  }

  @Test
  void aMissingRecordingAndAFileThatIsNoneAreTold() throws Exception {
    FileNotFoundException missing = assertThrows(FileNotFoundException.class, this::replay);
    assertTrue(missing.getMessage().contains(temp.resolve("in").toString()), missing.getMessage());
    Files.writeString(temp.resolve("in"), "a shopping list, not a recording");
    IOException none = assertThrows(IOException.class, this::replay);
    assertTrue(none.getMessage().contains("not a rosbag2 recording"), none.getMessage());
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void metadataThatContradictsTheDataIsSaid() throws Exception {
    PairBag.sound(temp.resolve("in"), 2);
    Path metadata = temp.resolve("in").resolve("metadata.yaml");
    Files.writeString(
        metadata, Files.readString(metadata).replace("message_count: 2", "message_count: 7"));
    ReplaySummary summary = replay();
    assertEquals(2, summary.framesOut());
    assertSays(summary, "metadata.yaml", "7");
  }

  @Test
  void aFullDiskIsToldAndWhatWasWrittenCanBeRecovered() throws Exception {
    int frames = 150;
    PairBag.sound(temp.resolve("in"), frames);
    // Natives unpack in here, where files may grow.
    var warm = Replays.stereo(PairBag.sound(temp.resolve("one"), 1), temp.resolve("warm"));
    FullDisk.Outcome outcome = FullDisk.replay(temp.resolve("in"), temp.resolve("out"), 3_000);
    assertEquals(1, outcome.exitCode(), outcome.output());
    assertTrue(
        outcome.output().contains("bag_0.mcap") && outcome.output().contains("complete up to"),
        outcome.output());
    Path partial = temp.resolve("out").resolve("bag");
    RecoveryReport report = BagRecovery.recover(partial, temp.resolve("recovered"));
    long depths = report.messagesPerTopic().get(Depths.TOPIC);
    assertTrue(depths > 1 && depths < frames, depths + " depth images recovered");
    assertEquals(1, warm.framesOut());
  }
}
