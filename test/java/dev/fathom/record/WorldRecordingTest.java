package dev.fathom.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.Connection;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Imu;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.TransformTree;
import dev.fathom.geometry.Vector3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldRecordingTest {
  private static final double BASELINE = 0.12;

  @TempDir static Path temp;

  private static Path bag;

  private static WorldRecordingOptions options(String name, long seed) {
    return new WorldRecordingOptions(temp.resolve(name), seed, 0.4, 10, 96, 64, 70, BASELINE);
  }

  @BeforeAll
  static void record() throws IOException {
    bag = temp.resolve("bag");
    List<Integer> told = new ArrayList<>();
    WorldRecording.write(options("bag", 5), told::add);
    assertEquals(List.of(1, 2, 3, 4), told, "progress");
  }

  private static <T extends Record> List<T> messages(String topic, Class<T> type)
      throws IOException {
    List<T> found = new ArrayList<>();
    try (BagReader reader = BagReader.open(bag)) {
      reader.read(
          BagFilter.topics(topic),
          (c, log, publish, bytes, offset, length) ->
              found.add(
                  MessageCodec.of(type)
                      .decode(Arrays.copyOfRange(bytes, offset, offset + length))));
    }
    return found;
  }

  @Test
  void everySensorIsThereAtItsRate() throws Exception {
    try (BagReader reader = BagReader.open(bag)) {
      Map<String, Long> counts = reader.summary().messagesPerTopic();
      for (String topic :
          List.of(
              "/camera/left/image_rect/compressed",
              "/camera/right/image_rect/compressed",
              "/camera/left/camera_info",
              "/camera/right/camera_info",
              "/lidar/points",
              "/tf",
              WorldRecording.TRUTH_TOPIC)) {
        assertEquals(4, counts.get(topic), topic);
      }
      // From 0 to the last frame at 0.3 s, both included.
      assertEquals(61, counts.get("/imu/data"));
      assertEquals(1, counts.get("/tf_static"));
      for (Connection c : reader.connections()) {
        boolean latched =
            c.offeredQos().get(0).durability() == QosProfile.Durability.TRANSIENT_LOCAL;
        assertEquals(c.topic().equals("/tf_static"), latched, c.topic());
      }
      assertEquals(List.of(), reader.problems());
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws Exception {
    WorldRecording.write(options("again", 5), done -> true);
    WorldRecording.write(options("other", 6), done -> true);
    byte[] first = Files.readAllBytes(bag.resolve("bag_0.mcap"));
    assertArrayEquals(first, Files.readAllBytes(temp.resolve("again").resolve("again_0.mcap")));
    assertFalse(
        Arrays.equals(first, Files.readAllBytes(temp.resolve("other").resolve("other_0.mcap"))));
  }

  @Test
  void calibrationAndTransformsTellTheSameBaseline() throws Exception {
    CameraInfo right = messages("/camera/right/camera_info", CameraInfo.class).get(0);
    assertEquals(BASELINE, -right.p()[3] / right.p()[0], 1e-9);
    CameraInfo left = messages("/camera/left/camera_info", CameraInfo.class).get(0);
    TransformTree tree = new TransformTree();
    for (TransformStamped t : messages("/tf_static", TfMessage.class).get(0).transforms()) {
      tree.putStatic(t.header().frameId(), t.childFrameId(), pose(t));
    }
    Vector3 rightInLeft =
        tree.lookup(left.header().frameId(), right.header().frameId(), 0)
            .orElseThrow()
            .apply(Vector3.ZERO);
    assertEquals(BASELINE, rightInLeft.x(), 1e-9);
    assertEquals(0, rightInLeft.y(), 1e-9);
    assertEquals(0, rightInLeft.z(), 1e-9);
    // REP 103: what lies ahead of the camera lies along the body's x.
    Vector3 ahead =
        tree.lookup("base_link", left.header().frameId(), 0)
            .orElseThrow()
            .apply(new Vector3(0, 0, 1));
    assertEquals(1, ahead.x(), 1e-9);
  }

  private static RigidTransform pose(TransformStamped t) {
    var q = t.transform().rotation();
    var p = t.transform().translation();
    return new RigidTransform(
        new Rotation(q.x(), q.y(), q.z(), q.w()), new Vector3(p.x(), p.y(), p.z()));
  }

  @Test
  void truthIsInMillimetresAtTheImagesStampAndSize() throws Exception {
    List<Image> truth = messages(WorldRecording.TRUTH_TOPIC, Image.class);
    List<Header> infos =
        messages("/camera/left/camera_info", CameraInfo.class).stream()
            .map(CameraInfo::header)
            .toList();
    assertEquals(infos, truth.stream().map(Image::header).toList());
    Image first = truth.get(0);
    assertEquals("16UC1", first.encoding());
    assertEquals(96, first.width());
    assertEquals(64, first.height());
    ByteBuffer pixels = ByteBuffer.wrap(first.data().toArray()).order(ByteOrder.LITTLE_ENDIAN);
    int known = 0;
    while (pixels.hasRemaining()) {
      int millimetres = pixels.getShort() & 0xffff;
      assertTrue(millimetres == 0 || millimetres > 50, millimetres + " mm: no units of metres");
      known += millimetres > 0 ? 1 : 0;
    }
    assertTrue(known > 96 * 64 / 4, known + " pixels have a depth");
  }

  @Test
  void theImuFeelsGravityAndClaimsNoOrientation() throws Exception {
    double up = 0;
    List<Imu> readings = messages("/imu/data", Imu.class);
    for (Imu reading : readings) {
      assertEquals(-1, reading.orientationCovariance()[0]);
      up += reading.linearAcceleration().z() / readings.size();
    }
    assertEquals(9.8, up, 1.5);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 96, 64, 70, 0.1, seconds",
    "1, 0, 96, 64, 70, 0.1, rate",
    "1, 10, 3, 64, 70, 0.1, width",
    "1, 10, 96, 5000, 70, 0.1, height",
    "1, 10, 96, 64, 200, 0.1, field of view",
    "1, 10, 96, 64, 70, 0, baseline"
  })
  void impossibleOptionsAreNamed(
      double seconds,
      double rate,
      int width,
      int height,
      double fov,
      double baseline,
      String said) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new WorldRecordingOptions(temp, 1, seconds, rate, width, height, fov, baseline));
    assertTrue(e.getMessage().startsWith(said), e.getMessage());
  }
}
