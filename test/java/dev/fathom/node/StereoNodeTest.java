package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.HeaderStamp;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Quaternion;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.Time;
import dev.fathom.codec.msg.Transform;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.codec.msg.Vector3;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.TexturedWall;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.sensor.CameraCalibration;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pair of cameras before a textured wall: stamps, baselines and TF. */
@Timeout(60)
class StereoNodeTest {
  private static final Intrinsics CAMERA = new Intrinsics(160, 96, 120, 120, 79.5, 47.5);
  private static final double BASELINE = 0.2;

  /** A disparity of 8 pixels. */
  private static final double WALL_METRES = 3;

  private static final long MS = 1_000_000;

  private final InMemoryTransport.Graph graph = new InMemoryTransport.Graph();
  private final InMemoryTransport robot = new InMemoryTransport(graph, "robot");
  private final InMemoryTransport transport = new InMemoryTransport(graph, "fathom");
  private final Map<String, Publisher> publishers = new HashMap<>();
  private final Lines lines = new Lines();
  private final CollectingIntake depth = new CollectingIntake();
  private final FathomNode node =
      FathomNode.of(
          NodeKind.STEREO,
          new NodeContext(
              transport,
              lines.log(),
              (topic, standard) -> standard,
              () -> 0,
              Path.of("models"),
              (wanted, serving) -> {}),
          NodeSettings.defaults());

  @BeforeEach
  void start() {
    node.configure();
    node.activate();
    var unused =
        robot.subscribe(
            new Topic(
                "/fathom/depth/image_rect",
                Product.DEPTH.type(),
                QosProfile.reliable(100),
                1 << 20),
            depth);
  }

  @AfterEach
  void end() {
    node.close();
    transport.close();
    robot.close();
  }

  private <T extends Record> void send(String topic, Class<T> type, T message) {
    QosProfile qos =
        topic.equals("/tf_static") ? QosProfile.transientLocal(1) : QosProfile.sensorData();
    Publisher publisher =
        publishers.computeIfAbsent(
            topic,
            t -> robot.advertise(new Topic(t, MessageCodec.of(type).rosType(), qos, 1 << 20)));
    byte[] bytes = Robot.encoded(type, message);
    publisher.publish(bytes, 0, bytes.length);
    transport.drain();
  }

  private static Header header(String frame, long stampNanos) {
    return new Header(Time.ofNanos(stampNanos), frame);
  }

  /** Both camera_info; without a baseline both P are the same. */
  private void infos(double baseline) {
    send(
        "/left/camera_info",
        CameraInfo.class,
        Calibrations.rectified(header("left_optical", 1), CAMERA, 0));
    send(
        "/right/camera_info",
        CameraInfo.class,
        Calibrations.rectified(header("right_optical", 1), CAMERA, -baseline * CAMERA.fx()));
  }

  private void image(String side, long stampNanos) {
    CameraCalibration camera = CameraCalibration.pinhole(side + "_optical", CAMERA);
    ImageView view =
        new TexturedWall(WALL_METRES, 0.1)
            .seenBy(camera, side.equals("left") ? 0 : BASELINE, PixelEncoding.MONO8);
    send(
        "/" + side + "/image",
        Image.class,
        new Image(
            header(side + "_optical", stampNanos),
            96,
            160,
            "mono8",
            0,
            160,
            Bytes.of(view.bytes())));
  }

  private void pair(long stampNanos) {
    image("left", stampNanos);
    image("right", stampNanos);
  }

  private static TransformStamped link(String child, long stampNanos, double x) {
    return new TransformStamped(
        header("rig", stampNanos),
        child,
        new Transform(new Vector3(x, 0, 0), new Quaternion(0, 0, 0, 1)));
  }

  private static double median(byte[] message) {
    Bytes data = Robot.decoded(Image.class, message).data();
    float[] metres = new float[160 * 96];
    ByteBuffer.wrap(data.array(), data.offset(), data.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(metres);
    double[] known = new double[metres.length];
    int count = 0;
    for (float z : metres) {
      if (Float.isFinite(z)) {
        known[count++] = z;
      }
    }
    Arrays.sort(known, 0, count);
    assertTrue(count > metres.length / 2, count + " known pixels");
    return known[count / 2];
  }

  @Test
  void pairsAreMatchedByStampWhateverOrderTheyComeIn() throws Exception {
    infos(BASELINE);
    image("right", 100 * MS);
    image("left", 133 * MS);
    image("left", 100 * MS);
    byte[] first = depth.next();
    assertEquals(100 * MS, HeaderStamp.nanos(first, 0, first.length));
    assertEquals(WALL_METRES, median(first), 0.1);
    image("right", 134 * MS);
    byte[] second = depth.next();
    assertEquals(133 * MS, HeaderStamp.nanos(second, 0, second.length));
  }

  @Test
  void aMissingTransformIsToldOnceByNameAndServesWhenItComes() throws Exception {
    infos(0);
    for (int i = 1; i <= 5; i++) {
      pair(i * 33 * MS);
    }
    Await.until(
        "told",
        () -> lines.with("no_baseline", "'right_optical'", "'left_optical'", "no link joins") == 1);
    send(
        "/tf_static",
        TfMessage.class,
        new TfMessage(List.of(link("left_optical", 0, 0), link("right_optical", 0, BASELINE))));
    pair(500 * MS);
    byte[] message = depth.next();
    assertEquals(500 * MS, HeaderStamp.nanos(message, 0, message.length));
    assertEquals(WALL_METRES, median(message), 0.1);
    assertEquals(1, lines.with("no_baseline"));
  }

  @Test
  void movingTransformsAreInterpolatedAtTheStamp() throws Exception {
    infos(0);
    send("/tf_static", TfMessage.class, new TfMessage(List.of(link("left_optical", 0, 0))));
    // At 100 ms, half way, the right camera stands at the baseline.
    send(
        "/tf",
        TfMessage.class,
        new TfMessage(List.of(link("right_optical", 90 * MS, BASELINE - 0.1))));
    send(
        "/tf",
        TfMessage.class,
        new TfMessage(List.of(link("right_optical", 110 * MS, BASELINE + 0.1))));
    pair(100 * MS);
    assertEquals(WALL_METRES, median(depth.next()), 0.1);
  }

  @Test
  void aRightCameraThatStopsIsAnErrorThatNamesItUntilItComesBack() throws Exception {
    CollectingIntake diagnostics = new CollectingIntake();
    String type = MessageCodec.of(DiagnosticArray.class).rosType();
    var unused =
        robot.subscribe(
            new Topic("/diagnostics", type, QosProfile.reliable(100), 1 << 20), diagnostics);
    infos(BASELINE);
    pair(33 * MS);
    depth.next();
    AtomicLong stamp = new AtomicLong(33 * MS);
    Await.until(
        "told",
        () -> {
          image("left", stamp.addAndGet(33 * MS));
          return lines.with("[ERROR]", "no image for", "/right/image, though it has 1") == 1
              && lines.with("unpaired", "/left/image at stamp", "nothing on /right/image") >= 1;
        });
    assertEquals(0, lines.with("no image for", "/left/image"), lines.all()::toString);
    DiagnosticStatus topics;
    do {
      topics = Robot.decoded(DiagnosticArray.class, diagnostics.next()).status().get(0);
    } while (!topics.message().contains("/right/image"));
    assertEquals(DiagnosticStatus.ERROR, topics.level());
    Await.until(
        "well again",
        () -> {
          pair(stamp.addAndGet(33 * MS));
          return lines.with("images come again on /right/image") == 1;
        });
  }

  private void rig(double baseline) {
    send(
        "/tf_static",
        TfMessage.class,
        new TfMessage(List.of(link("left_optical", 0, 0), link("right_optical", 0, baseline))));
  }

  @Test
  void aBaselineThatTfChangesServesFromThenOn() throws Exception {
    infos(0);
    rig(BASELINE);
    pair(33 * MS);
    assertEquals(WALL_METRES, median(depth.next()), 0.1);
    rig(BASELINE / 2);
    pair(66 * MS);
    // The same disparity at half the baseline.
    assertEquals(WALL_METRES / 2, median(depth.next()), 0.05);
  }

  @Test
  void aMovingBaselineIsLookedUpAgainAfterAJumpOfTime() throws Exception {
    infos(0);
    send("/tf_static", TfMessage.class, new TfMessage(List.of(link("left_optical", 0, 0))));
    movingRig(2000 * MS, BASELINE);
    pair(2000 * MS);
    assertEquals(WALL_METRES, median(depth.next()), 0.1);
    pair(100 * MS);
    Await.until("told", () -> lines.with("no_baseline", "'right_optical'") == 1);
    movingRig(133 * MS, BASELINE / 2);
    pair(133 * MS);
    assertEquals(WALL_METRES / 2, median(depth.next()), 0.05);
  }

  private void movingRig(long stampNanos, double baseline) {
    send(
        "/tf",
        TfMessage.class,
        new TfMessage(List.of(link("right_optical", stampNanos, baseline))));
  }

  @Test
  void framesWithoutEndAreToldOnce() {
    for (int i = 0; i < 4200; i += 100) {
      List<TransformStamped> some = new ArrayList<>();
      for (int j = i; j < i + 100; j++) {
        some.add(link("frame" + j, MS, 0));
      }
      send("/tf", TfMessage.class, new TfMessage(some));
    }
    assertEquals(1, lines.with("[WARN]", "/tf has more than 4096 frames"));
  }
}
