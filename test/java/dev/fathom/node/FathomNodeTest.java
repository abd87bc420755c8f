package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.DepthStatus;
import dev.fathom.codec.msg.DropCount;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.depth.PngEncoder;
import dev.fathom.image.Image8;
import dev.fathom.pipeline.FlatDepth;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Publisher;
import dev.fathom.sensor.MonoFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One node from image to cloud, over a transport in memory. */
@Timeout(60)
class FathomNodeTest {
  @Test
  void depthAndCloudsCarryTheStampAndFrameOfTheImage() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      CollectingIntake points = robot.listen(Product.POINTS);
      robot.send(5_000_000_007L);
      Image image = Robot.decoded(Image.class, depth.next());
      assertEquals(Robot.header(5_000_000_007L), image.header());
      assertEquals("32FC1", image.encoding());
      PointCloud2 cloud = Robot.decoded(PointCloud2.class, points.next());
      assertEquals(Robot.header(5_000_000_007L), cloud.header());
      assertEquals(Robot.WIDTH, cloud.width());
    }
  }

  @Test
  void theNewestImageWinsAndTheOthersAreCounted() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      CollectingIntake status = robot.listenToStatus();
      robot.flat.stepwise(true);
      robot.send(100);
      robot.awaitBegun(1);
      for (long stamp = 101; stamp <= 110; stamp++) {
        robot.send(stamp);
      }
      robot.flat.step();
      robot.flat.step();
      assertEquals(100, stamp(depth.next()));
      assertEquals(110, stamp(depth.next()));
      status.next();
      DepthStatus last = Robot.decoded(DepthStatus.class, status.next());
      assertEquals(11, last.framesIn());
      assertEquals(2, last.framesOut());
      assertEquals(List.of(new DropCount("superseded", 9)), last.framesDropped());
      assertEquals(1f, last.validShare());
      assertEquals(0.02f, last.meanSigma(), 1e-6);
      assertTrue(last.latency().stream().anyMatch(l -> l.stage().equals("estimate")));
    }
  }

  @Test
  void nothingIsComputedThatNobodyListensTo() throws Exception {
    try (Robot robot = new Robot().started()) {
      for (long stamp = 1; stamp <= 5; stamp++) {
        robot.send(stamp);
      }
      assertEquals(0, robot.flat.begun());
      CollectingIntake clearing = robot.listen(Product.CLEARING);
      robot.send(6);
      assertEquals(6, cloudStamp(clearing.next()));
      assertEquals(1, robot.flat.begun());
    }
  }

  @Test
  void aFailingEstimateLosesItsFrameAndNotTheNode() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.flat.fail(new IllegalStateException("out of memory on the GPU"));
      robot.send(1);
      robot.awaitBegun(1);
      Await.until(
          "told",
          () -> robot.lines.with("estimate_failed", "/image at stamp 1", "on the GPU") == 1);
      robot.flat.fail(null);
      robot.send(2);
      assertEquals(2, stamp(depth.next()));
    }
  }

  @Test
  void depthThatIsReadyAfterTheDeadlineIsNotPublished() throws Exception {
    try (Robot robot = new Robot(Robot.settings("deadline", 0.05)).started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.flat.stepwise(true);
      robot.send(1);
      robot.awaitBegun(1);
      long begun = System.nanoTime();
      Await.until("the deadline is over", () -> System.nanoTime() - begun > 60_000_000);
      robot.flat.stepwise(false);
      Await.until("told", () -> robot.lines.with("overran_deadline", "deadline is 50") == 1);
      assertEquals(0, depth.waiting());
      // On a crowded machine some more may be late.
      AtomicLong stamp = new AtomicLong(1);
      Await.until(
          "a frame in time",
          () -> {
            robot.send(stamp.incrementAndGet());
            return depth.waiting() > 0;
          });
      assertTrue(stamp(depth.next()) > 1);
    }
  }

  @Test
  void malformedImagesAreDroppedWithTheirReason() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      CollectingIntake status = robot.listenToStatus();
      Image image = Robot.decoded(Image.class, Robot.image(1));
      robot.sendInfo(1);
      robot.sendImage(
          Robot.encoded(Image.class, shaped(image, Robot.HEIGHT, 9 * Robot.WIDTH, "rgb8")));
      Await.until("told", () -> robot.lines.with("malformed_image", "/image") == 1);
      robot.sendImage(
          Robot.encoded(Image.class, shaped(image, Robot.HEIGHT / 2, 3 * Robot.WIDTH, "rgb8")));
      Await.until(
          "told", () -> robot.lines.with("size_mismatch", "64x24", "64x48", "stamp 1") == 1);
      robot.send(4);
      assertEquals(4, stamp(depth.next()));
      DepthStatus last = Robot.decoded(DepthStatus.class, status.next());
      assertEquals(3, last.framesIn());
      assertEquals(
          Set.of(new DropCount("malformed_image", 1), new DropCount("size_mismatch", 1)),
          Set.copyOf(last.framesDropped()));
    }
  }

  @Test
  void cutOffImagesAreDropped() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.sendInfo(1);
      robot.sendImage(java.util.Arrays.copyOf(Robot.image(3), 500));
      Await.until("told", () -> robot.lines.with("malformed_image", "/image") == 1);
      robot.send(4);
      assertEquals(4, stamp(depth.next()));
    }
  }

  private static Image shaped(Image image, int height, int step, String encoding) {
    return new Image(image.header(), height, image.width(), encoding, 0, step, image.data());
  }

  @Test
  void imagesWithoutCameraInfoAreToldByTopic() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.sendImage(Robot.image(1));
      Await.until("told", () -> robot.lines.with("no_camera_info", "/camera_info") == 1);
      robot.send(2);
      assertEquals(2, stamp(depth.next()), "one camera_info serves from then on");
      robot.sendImage(Robot.image(3));
      assertEquals(3, stamp(depth.next()));
    }
  }

  @Test
  void timeThatGoesBackIsToldOnceAndTheNodeGoesOn() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.send(90_000_000_000L);
      assertEquals(90_000_000_000L, stamp(depth.next()));
      robot.send(3_000_000_000L);
      assertEquals(3_000_000_000L, stamp(depth.next()));
      robot.send(3_030_000_000L);
      assertEquals(3_030_000_000L, stamp(depth.next()));
      assertEquals(1, robot.lines.with("[WARN]", "time went back to 3.000 s on /image"));
      for (long stamp = 2_000_000_000L; stamp > 0; stamp -= 1_000_000_000L) {
        robot.send(stamp);
        assertEquals(stamp, stamp(depth.next()));
      }
      assertEquals(1, robot.lines.with("[WARN]", "time went back"), "a loop is warned of once");
      assertEquals(2, robot.lines.with("[INFO]", "time went back"));
    }
  }

  @Test
  void compressedImagesAreTakenWhereOnlyTheyArePublished() throws Exception {
    try (Robot robot = new Robot("--ros-args", "-r", "image:=/eye/image_raw").started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      Publisher pictures =
          robot.advertise(
              "/eye/image_raw/compressed", CompressedImage.class, QosProfile.sensorData());
      Publisher infos =
          robot.advertise("/eye/camera_info", CameraInfo.class, QosProfile.sensorData());
      byte[] info =
          Robot.encoded(CameraInfo.class, Calibrations.rectified(Robot.header(1), Robot.CAMERA, 0));
      Image8 picture = new Image8().reshape(Robot.WIDTH, Robot.HEIGHT, 3);
      byte[] message =
          Robot.encoded(
              CompressedImage.class,
              new CompressedImage(
                  Robot.header(77), "rgb8; png compressed", Bytes.of(PngEncoder.encode(picture))));
      Await.until("subscribed", () -> pictures.subscribers() == 1);
      infos.publish(info, 0, info.length);
      pictures.publish(message, 0, message.length);
      assertEquals(77, stamp(depth.next()));
      // The thread that found the topic says so after it subscribed.
      Await.until(
          "told", () -> robot.lines.with("images come from /eye/image_raw/compressed") == 1);
    }
  }

  @Test
  void rangesAndFiltersChangeBetweenFrames() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      CollectingIntake obstacles = robot.listen(Product.OBSTACLES);
      robot.send(1);
      assertEquals(2f, firstMetres(depth.next()));
      assertEquals(
          Robot.WIDTH * Robot.HEIGHT, Robot.decoded(PointCloud2.class, obstacles.next()).width());
      robot.node.change(Robot.settings("max_range", 1.5, "obstacles.max_points", 50));
      robot.send(2);
      assertEquals(Float.POSITIVE_INFINITY, firstMetres(depth.next()));
      assertEquals(0, Robot.decoded(PointCloud2.class, obstacles.next()).width());
      robot.node.change(Robot.settings("obstacles.max_points", 50));
      robot.send(3);
      assertEquals(2f, firstMetres(depth.next()));
      int points = Robot.decoded(PointCloud2.class, obstacles.next()).width();
      assertTrue(points > 20 && points <= 50, points + " points");
    }
  }

  @Test
  void anotherModelIsLoadedWhileTheOldOneServes() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.send(1);
      assertEquals(2f, firstMetres(depth.next()));
      robot.node.change(Robot.settings("model", "missing"));
      Await.until("told", () -> robot.lines.with("[ERROR]", "model 'missing'") == 1);
      Await.until(
          "the old one is what is set",
          () -> robot.node.settings().pipeline().model().equals("fathom_mono"));
      robot.send(2);
      assertEquals(2f, firstMetres(depth.next()));
      robot.node.change(Robot.settings("model", "better"));
      Await.until("told", () -> robot.lines.with("model better is loaded") == 1);
      Await.until("the old one is closed", robot.flat::isClosed);
      robot.send(3);
      assertEquals(7f, firstMetres(depth.next()));
    }
  }

  @Test
  void aModelThatNeedsOtherTopicsIsRefusedWhileTheOldOneServes() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.node.change(Robot.settings("model", "completing"));
      Await.until(
          "told",
          () ->
              robot.lines.with("[ERROR]", "model completing completes depth", "the old one goes on")
                  == 1);
      robot.node.change(Robot.settings("model", "plain"));
      Await.until(
          "told", () -> robot.lines.with("[ERROR]", "model plain predicts no σ", "configure") == 1);
      assertTrue(
          robot.reloaded.stream().allMatch(FlatDepth::isClosed), "what is refused is closed");
      robot.send(1);
      assertEquals(2f, firstMetres(depth.next()));
    }
  }

  @Test
  void whatWaitedWhenTheNodeWasDeactivatedNeverComes() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      CollectingIntake status = robot.listenToStatus();
      robot.flat.stepwise(true);
      robot.send(1);
      robot.awaitBegun(1);
      robot.send(2);
      Thread step = new Thread(robot.node::deactivate, "deactivating");
      step.start();
      Await.until("it waits for the frame", () -> waitsForTheStages(step));
      robot.flat.step();
      step.join();
      assertEquals(1, stamp(depth.next()));
      robot.flat.stepwise(false);
      robot.node.activate();
      robot.send(3);
      assertEquals(3, stamp(depth.next()));
      status.next();
      assertEquals(
          List.of(new DropCount("deactivated", 1)),
          Robot.decoded(DepthStatus.class, status.next()).framesDropped());
    }
  }

  private static boolean waitsForTheStages(Thread thread) {
    List<String> calls =
        java.util.Arrays.stream(thread.getStackTrace())
            .map(c -> c.getClassName() + "." + c.getMethodName())
            .toList();
    return calls.contains(DepthStages.class.getName() + ".deactivate")
        && calls.contains("java.lang.Thread.join");
  }

  @Test
  void measuredDepthAgesAndIsTakenAsItIsPublished() throws Exception {
    try (Robot robot = new Robot();
        InMemoryTransport own = new InMemoryTransport(robot.graph, "completing")) {
      DepthKind<MonoFrame> kind =
          new DepthKind<>(
              "mono",
              1,
              robot.kind().loader(),
              (links, mailbox, loaded, options, sink) ->
                  new MonoInput(links, mailbox, "/measured", sink));
      CollectingIntake depth = robot.listen("/completing/depth/image_rect", Product.DEPTH.type());
      try (FathomNode node =
          FathomNode.of(kind, robot.context(own, robot.lines.log()), NodeSettings.defaults())) {
        node.configure();
        node.activate();
        Publisher scans = robot.advertise("/measured", Image.class, QosProfile.sensorData());
        Await.until("images are asked for", () -> scans.subscribers() == 1);
        byte[] scan = measured(1_000_000_000L);
        scans.publish(scan, 0, scan.length);
        robot.send(1_400_000_000L);
        assertEquals(1_400_000_000L, stamp(depth.next()));
        robot.send(1_600_000_000L);
        Await.until(
            "told",
            () ->
                robot.lines.with(
                        "no_measured_depth", "/image at stamp 1600000000", "measured_max_age")
                    == 1);
        scan = measured(1_610_000_000L);
        scans.publish(scan, 0, scan.length);
        robot.send(1_620_000_000L);
        assertEquals(1_620_000_000L, stamp(depth.next()));
      }
    }
  }

  private static byte[] measured(long stampNanos) {
    byte[] metres = new byte[4 * Robot.WIDTH * Robot.HEIGHT];
    ByteBuffer.wrap(metres).order(ByteOrder.LITTLE_ENDIAN).putFloat(2);
    return Robot.encoded(
        Image.class,
        new Image(
            Robot.header(stampNanos),
            Robot.HEIGHT,
            Robot.WIDTH,
            "32FC1",
            0,
            4 * Robot.WIDTH,
            Bytes.of(metres)));
  }

  @Test
  void aDeactivatedNodeTakesNothingAndComesBack() throws Exception {
    try (Robot robot = new Robot()) {
      assertThrows(IllegalStateException.class, robot.node::activate);
      robot.started();
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.send(1);
      assertEquals(1, stamp(depth.next()));
      robot.node.deactivate();
      robot.send(2);
      robot.node.activate();
      robot.send(3);
      assertEquals(3, stamp(depth.next()));
      robot.node.deactivate();
      robot.node.cleanup();
      assertTrue(robot.flat.isClosed());
      assertEquals(List.of(), robot.camera.publishers("/fathom/depth/image_rect"));
      assertEquals(List.of(), robot.camera.subscribers("/image"));
      robot.started();
      Await.until("subscribers again", () -> robot.camera.subscribers("/image").size() == 1);
    }
  }

  private static float firstMetres(byte[] message) {
    Bytes data = Robot.decoded(Image.class, message).data();
    return ByteBuffer.wrap(data.array(), data.offset(), 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  private static long cloudStamp(byte[] cloud) {
    return Robot.decoded(PointCloud2.class, cloud).header().stamp().nanos();
  }

  private static long stamp(byte[] image) {
    return Robot.decoded(Image.class, image).header().stamp().nanos();
  }
}
