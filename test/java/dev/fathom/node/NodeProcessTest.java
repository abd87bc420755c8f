package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.DdsOptions;
import dev.fathom.ros.dds.DdsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is started on a robot, with its model, and a camera in another process. */
class NodeProcessTest {
  /** Apart from those that the tests of the transport take. */
  private static final int DOMAIN = 220 + (int) (ProcessHandle.current().pid() % 12);

  private static final int MAX_BYTES = 1 << 20;

  @TempDir Path folder;

  @Test
  void takesImagesFromTheWireGivesDepthAndEndsOrderly() throws Exception {
    Path log = folder.resolve("node.log");
    Process node = start(log);
    try (Transport robot =
        DdsTransport.open(
            RosArguments.none().names("/", "robot"),
            DdsOptions.localhost(DOMAIN),
            System.err::println)) {
      Publisher images = advertise(robot, "/cam/image_raw", Image.class);
      Publisher infos = advertise(robot, "/cam/camera_info", CameraInfo.class);
      CollectingIntake depths = listen(robot, "/fathom/depth/image_rect", Image.class);
      CollectingIntake clouds = listen(robot, "/fathom/points", PointCloud2.class);
      Set<Long> sent = new HashSet<>();
      Await.until("the node is there", () -> images.subscribers() > 0 || !node.isAlive());
      Await.until(
          "depth and a cloud come",
          () -> {
            send(images, infos, sent);
            return depths.waiting() > 0 && clouds.waiting() > 0 || !node.isAlive();
          });
      assertTrue(node.isAlive(), () -> "the node ended: " + text(log));
      Image depth = Robot.decoded(Image.class, depths.next());
      assertTrue(sent.contains(depth.header().stamp().nanos()), "the image's own stamp");
      assertEquals("camera_optical", depth.header().frameId());
      assertEquals("32FC1", depth.encoding());
      assertEquals(Robot.WIDTH, depth.width());
      assertEquals(Robot.HEIGHT, depth.height());
      float middle =
          ByteBuffer.wrap(depth.data().toArray())
              .order(ByteOrder.LITTLE_ENDIAN)
              .getFloat(4 * (Robot.WIDTH * Robot.HEIGHT / 2 + Robot.WIDTH / 2));
      assertTrue(middle > 0.1 && middle < 100, middle + " m");
      assertTrue(
          sent.contains(Robot.decoded(PointCloud2.class, clouds.next()).header().stamp().nanos()));
      node.destroy();
      assertTrue(node.waitFor(20, TimeUnit.SECONDS), "ends when it is asked to");
      assertEquals(0, node.exitValue(), () -> text(log));
    } finally {
      node.destroyForcibly();
    }
  }

  private static Process start(Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dfathom.home=" + Path.of("").toAbsolutePath(),
            "-Djava.awt.headless=true",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.fathom.cli.Fathom",
            "node",
            "mono",
            "-p",
            "transport:=dds",
            "--ros-args",
            "-r",
            "image:=/cam/image_raw",
            "-r",
            "camera_info:=/cam/camera_info");
    builder.environment().put("ROS_DOMAIN_ID", Integer.toString(DOMAIN));
    builder.environment().put("ROS_LOCALHOST_ONLY", "1");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static void send(Publisher images, Publisher infos, Set<Long> sent) {
    long stamp = System.currentTimeMillis() * 1_000_000;
    if (!sent.add(stamp)) {
      return;
    }
    byte[] info =
        Robot.encoded(
            CameraInfo.class, Calibrations.rectified(Robot.header(stamp), Robot.CAMERA, 0));
    infos.publish(info, 0, info.length);
    byte[] image = Robot.image(stamp);
    images.publish(image, 0, image.length);
  }

  private static Publisher advertise(
      Transport transport, String topic, Class<? extends Record> type) {
    return transport.advertise(
        new Topic(topic, MessageCodec.of(type).rosType(), QosProfile.sensorData(), MAX_BYTES));
  }

  private static CollectingIntake listen(
      Transport transport, String topic, Class<? extends Record> type) {
    CollectingIntake intake = new CollectingIntake();
    var unused =
        transport.subscribe(
            new Topic(topic, MessageCodec.of(type).rosType(), QosProfile.sensorData(), MAX_BYTES),
            intake);
    return intake;
  }

  private static String text(Path log) {
    try {
      return String.join("\n", Files.readAllLines(log));
    } catch (IOException e) {
      return List.of(log, e).toString();
    }
  }
}
