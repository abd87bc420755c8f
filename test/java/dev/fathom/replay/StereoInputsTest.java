package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.BagReader;
import dev.fathom.bag.BagWriter;
import dev.fathom.bag.BagWriterOptions;
import dev.fathom.bag.Connection;
import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Quaternion;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.Time;
import dev.fathom.codec.msg.Transform;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.codec.msg.Vector3;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pair of cameras is known by before its first frame: camera_info, TF and topic names. */
class StereoInputsTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final Quaternion LEVEL = new Quaternion(0, 0, 0, 1);
  private static final Quaternion NONE = new Quaternion(0, 0, 0, 0);

  @TempDir Path temp;

  /** A recording under way. */
  private static final class Tape implements AutoCloseable {
    private final BagWriter bag;
    private final Map<String, Connection> connections = new HashMap<>();
    private long time = 1_000;

    Tape(Path folder) throws IOException {
      bag = BagWriter.create(folder, BagWriterOptions.defaults());
    }

    <T extends Record> void write(String topic, T message) throws IOException {
      @SuppressWarnings("unchecked")
      MessageCodec<T> codec = MessageCodec.of((Class<T>) message.getClass());
      CdrBuffer buffer = new CdrBuffer();
      codec.encode(message, buffer);
      bytes(topic, codec, buffer.toArray());
    }

    void bytes(String topic, MessageCodec<?> codec, byte[] bytes) throws IOException {
      Connection connection = connections.get(topic);
      if (connection == null) {
        List<QosProfile> qos = List.of(QosProfile.sensorData());
        connection = bag.addTopic(topic, codec.rosType(), codec.definition(), qos);
        connections.put(topic, connection);
      }
      time += 1_000;
      bag.write(connection, time, time, bytes, 0, bytes.length);
    }

    /** Images and camera_info of both sides. */
    void pair(String image, double baseline, double... d) throws IOException {
      write("/left/camera_info", info("left_optical", 0, d));
      write("/right/camera_info", info("right_optical", baseline, d));
      for (String side : List.of("left", "right")) {
        write(
            "/" + side + "/" + image,
            new Image(
                new Header(Time.ofNanos(5_000), side + "_optical"),
                HEIGHT,
                WIDTH,
                "mono8",
                0,
                WIDTH,
                Bytes.of(new byte[WIDTH * HEIGHT])));
      }
    }

    void damagedTransforms(String topic) throws IOException {
      bytes(topic, MessageCodec.of(TfMessage.class), new byte[] {0, 1, 0, 0, 9, 0, 0, 0, 1});
    }

    @Override
    public void close() throws IOException {
      bag.close();
    }
  }

  private static CameraInfo info(String frame, double baseline, double... d) {
    return new CameraInfo(
        new Header(Time.ofNanos(5), frame),
        HEIGHT,
        WIDTH,
        "plumb_bob",
        d,
        new double[] {50, 0, 32, 0, 50, 24, 0, 0, 1},
        new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
        new double[] {45, 0, 31, -45 * baseline, 0, 45, 23, 0, 0, 0, 1, 0},
        0,
        0,
        new RegionOfInterest(0, 0, 0, 0, false));
  }

  private static TransformStamped link(String child, double x, Quaternion turn) {
    return new TransformStamped(
        new Header(Time.ofNanos(7), "rig"), child, new Transform(new Vector3(x, 0, 0), turn));
  }

  private static TfMessage links(TransformStamped... links) {
    return new TfMessage(List.of(links));
  }

  private FeedFactory.Stereo prepared() throws IOException {
    try (BagReader reader = BagReader.open(temp.resolve("tape"))) {
      ReplayOptions options =
          Replays.options(temp.resolve("tape"), temp.resolve("out"), PipelineKind.STEREO);
      return (FeedFactory.Stereo)
          FeedFactory.choose(new RecordingInputs(reader), options, Replays.QUIET);
    }
  }

  private static StereoCalibration calibration(FeedFactory.Stereo feed) {
    return feed.geometry()
        .of(
            feed.left().calibration().orElseThrow(),
            feed.right().calibration().orElseThrow(),
            5_000);
  }

  @Test
  void transformsThatCannotBeUsedDoNotHideThoseThatCan() throws Exception {
    try (Tape tape = new Tape(temp.resolve("tape"))) {
      tape.pair("image_raw", 0, new double[5]);
      tape.damagedTransforms("/tf_static");
      tape.write(
          "/tf_static",
          links(
              link("wheel", 1, NONE),
              link("left_optical", 0, LEVEL),
              link("right_optical", 0.2, LEVEL)));
    }
    StereoCalibration pair = calibration(prepared());
    assertEquals(0.2, pair.baselineMetres(), 1e-9);
    assertEquals("left_optical", pair.frameId(), "nothing is turned");
  }

  @Test
  void anErrorNamesTheFirstTransformThatCouldNotBeUsed() throws Exception {
    try (Tape tape = new Tape(temp.resolve("tape"))) {
      tape.pair("image_raw", 0, new double[5]);
      tape.write(
          "/tf_static", links(link("left_optical", 0, LEVEL), link("right_optical", 0.2, NONE)));
      tape.damagedTransforms("/tf_static");
    }
    String e = assertThrows(IllegalArgumentException.class, this::prepared).getMessage();
    assertTrue(e.contains("no link joins 'right_optical'"), e);
    assertTrue(e.contains("/tf_static: 'rig' to 'right_optical': not a quaternion"), e);
  }

  @Test
  void readingEndsWhereTheTransformIsKnown() throws Exception {
    try (Tape tape = new Tape(temp.resolve("tape"))) {
      tape.write(
          "/tf_static", links(link("left_optical", 0, LEVEL), link("right_optical", 0.2, LEVEL)));
      tape.write("/tf", links(link("wheel", 3, LEVEL)));
    }
    try (BagReader reader = BagReader.open(temp.resolve("tape"))) {
      RecordingInputs inputs = new RecordingInputs(reader);
      RecordedTransforms known = inputs.transforms("right_optical", "left_optical");
      assertEquals(
          -0.2,
          known.tree().lookup("right_optical", "left_optical", 9).orElseThrow().translation().x(),
          1e-12);
      assertFalse(known.tree().joins("rig", "wheel"), "what comes later was not read");
      assertTrue(inputs.transforms("wheel", "left_optical").tree().joins("rig", "wheel"));
    }
  }

  @Test
  void aPairThatKnowsItsBaselineNeedsNoTransforms() throws Exception {
    try (Tape tape = new Tape(temp.resolve("tape"))) {
      tape.pair("image_raw", 0.12, new double[5]);
      tape.write(
          "/tf_static", links(link("left_optical", 0, LEVEL), link("right_optical", 0.2, LEVEL)));
    }
    FeedFactory.Stereo feed = prepared();
    assertEquals(0.12, calibration(feed).baselineMetres(), 1e-9);
    CameraCalibration left = feed.left().calibration().orElseThrow();
    CameraCalibration bare = Calibrations.of(info("right_optical", 0, new double[5]));
    String e =
        assertThrows(IllegalArgumentException.class, () -> feed.geometry().of(left, bare, 9))
            .getMessage();
    assertTrue(e.contains("TF was not read"), e);
  }

  @Test
  void rectifiedImagesAreNotRectifiedAgainByTheCameraInfoOfTheRawOnes() throws Exception {
    try (Tape tape = new Tape(temp.resolve("tape"))) {
      tape.pair("image_rect_color", 0.12, -0.2, 0.03, 0, 0, 0);
    }
    StereoCalibration pair = calibration(prepared());
    for (CameraCalibration camera : List.of(pair.left(), pair.right())) {
      assertTrue(camera.isRectified(), camera.toString());
      assertEquals(45, camera.rawIntrinsics().fx());
      assertEquals(31, camera.rectifiedIntrinsics().cx());
    }
    assertEquals(0.12, pair.baselineMetres(), 1e-9);
  }

  @Test
  void rawImagesKeepTheirLens() throws Exception {
    try (Tape tape = new Tape(temp.resolve("tape"))) {
      tape.pair("image_raw", 0.12, -0.2, 0.03, 0, 0, 0);
    }
    StereoCalibration pair = calibration(prepared());
    assertFalse(pair.left().isRectified());
    assertEquals(50, pair.left().rawIntrinsics().fx());
  }

  @Test
  void theLastNameOfATopicSaysWhetherItsImagesAreRectified() {
    for (String topic :
        List.of("/left/image_rect", "/a/image_rect_color/compressed", "image_rect_raw")) {
      assertTrue(new CameraTopics.Camera(topic, "", "").isRectified(), topic);
    }
    for (String topic :
        List.of("/image_rect/image_raw", "/a/image", "/my_image_rect", "/a/image_")) {
      assertFalse(new CameraTopics.Camera(topic, "", "").isRectified(), topic);
    }
  }
}
